import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { exportsOf, parse } from './exports';
import { repositoryFiles } from './repository';

const ROOT = resolve(__dirname, '../..');
const ARCHITECTURE = join(ROOT, 'docs/ARCHITECTURE.md');
const BARRELS = /^(libs\/[^/]+|migrations)\/index\.ts$/;

const libs = readdirSync(join(ROOT, 'libs')).filter((lib) => existsSync(join(ROOT, 'libs', lib, 'index.ts')));

test('there are libs to read', () => expect(libs.length).toBeGreaterThan(0));

test.each(libs)('every export of libs/%s has a docstring', (lib) => {
  const declared = exportsOf(join(ROOT, 'libs', lib, 'index.ts'));
  expect(declared.length).toBeGreaterThan(0);
  const bare = declared.filter(({ documented }) => !documented);
  expect(bare.map(({ name, file }) => `${relative(ROOT, file)}: ${name}`)).toEqual([]);
});

test("only a lib's index.ts re-exports: import from the file that declares the name", () => {
  const typescript = repositoryFiles.filter(({ path }) => path.endsWith('.ts') && !BARRELS.test(path));
  const barrels = typescript.filter(({ path, text }) => {
    if (path.endsWith('/index.ts')) return true;
    if (!/^export .*from/m.test(text)) return false;
    const { statements } = parse(join(ROOT, path));
    return statements.length > 1 && statements.every((statement) => ts.isExportDeclaration(statement));
  });
  expect(barrels.map(({ path }) => path)).toEqual([]);
});

const whenDescribed = existsSync(ARCHITECTURE) ? test : test.skip;

whenDescribed('docs/ARCHITECTURE.md names every lib and every app', () => {
  const described = readFileSync(ARCHITECTURE, 'utf8');
  const sources = repositoryFiles.filter(({ path, isSource }) => isSource && /^(libs|apps)\//.test(path));
  const folders = new Set(sources.map(({ path }) => path.split('/').slice(0, 2).join('/')));
  expect([...folders].filter((folder) => !described.includes(`\`${folder}\``))).toEqual([]);
});
