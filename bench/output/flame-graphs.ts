import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { repository } from '../repository';
import { PROFILE, profilesIn } from './time-by-part';

/**
 * Writes an HTML page with a flame graph for each CPU profile in a folder and below it. The pages use a copy of
 * speedscope in that folder, so the folder can be moved, and the pages open without a network.
 * @returns the paths of the pages
 */
export function writeFlameGraphs(directory: string): string[] {
  mkdirSync(directory, { recursive: true });
  const viewer = join(repository, 'bench/node_modules/speedscope/dist/release');
  if (!existsSync(viewer)) return [];
  const copy = join(directory, 'speedscope');
  cpSync(viewer, copy, { recursive: true });
  return profilesIn(directory).map((file) => writePage(file, copy));
}

/**
 * Speedscope opens a file without a server from a script with its bytes; the address names the script after the `#`.
 */
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
