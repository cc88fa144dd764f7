import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { repository } from '../repository';
import { PROFILE, profilesIn } from './time-by-part';

/**
 * For each CPU profile in a folder or below it a page that shows it as a flame graph, by a copy of speedscope in the
 * folder: it can be moved, and opened without a network.
 * @returns the pages
 */
export function writeFlameGraphs(directory: string): string[] {
  mkdirSync(directory, { recursive: true });
  const viewer = join(repository, 'bench/node_modules/speedscope/dist/release');
  if (!existsSync(viewer)) return [];
  const copy = join(directory, 'speedscope');
  cpSync(viewer, copy, { recursive: true });
  return profilesIn(directory).map((file) => writePage(file, copy));
}

/** Speedscope's own way of opening a file without a server: a script with its bytes, named behind the address. */
function writePage(file: string, viewer: string): string {
  const folder = dirname(file);
  const name = basename(file, PROFILE);
  const bytes = readFileSync(file).toString('base64');
  const page = join(folder, `${name}.html`);
  writeFileSync(join(folder, `${name}.js`), `speedscope.loadFileFromBase64("${basename(file)}", "${bytes}");\n`);
  const script = `new URL('${name}.js', location).pathname.slice(1)`;
  writeFileSync(
    page,
    `<script>location = '${relative(folder, viewer)}/index.html#localProfilePath=' + ${script};</script>\n`,
  );
  return page;
}
