import { bans, emptyFileNames, type Ban } from './bans';
import { repositoryFiles, type RepositoryFile } from './repository';

function findingsIn(file: RepositoryFile, { pattern, commentsToo }: Ban): string[] {
  const text = commentsToo ? file.text : file.code;
  const everywhere = new RegExp(pattern, `${pattern.flags}g`);
  return [...text.matchAll(everywhere)].map(({ 0: found, index }) => {
    const line = text.slice(0, index).split('\n').length;
    return `${file.path}:${line}: ${found.trim()}`;
  });
}

test.each(bans.map((ban) => ({ ...ban, ban })))('nowhere is there $what; instead: $instead', ({ ban }) => {
  const files = repositoryFiles.filter((file) => ban.in(file));
  expect(files.length).toBeGreaterThan(0);
  expect(files.flatMap((file) => findingsIn(file, ban))).toEqual([]);
});

test('no file is named utils, helpers, common, manager, base or impl: name it by what it does', () => {
  const named = repositoryFiles.filter(({ isCode, path }) => isCode && emptyFileNames.test(path));
  expect(named.map(({ path }) => path)).toEqual([]);
});
