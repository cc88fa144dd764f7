import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../repository';

const PROFILE = '.cpuprofile';

/**
 * For each CPU profile of a folder a page that shows it as a flame graph, by a copy of speedscope in the same folder: the folder can be
 * moved, and opened without a network. @returns the pages
 */
export function writeFlameGraphs(directory: string): string[] {
  mkdirSync(directory, { recursive: true });
  const viewer = join(repository, 'bench/node_modules/speedscope/dist/release');
  if (!existsSync(viewer)) return [];
  cpSync(viewer, join(directory, 'speedscope'), { recursive: true });
  return readdirSync(directory)
    .filter((file) => file.endsWith(PROFILE))
    .map((file) => writePage(directory, file));
}

/** Speedscope's own way of opening a file without a server: a script with its bytes, named behind the address. */
function writePage(directory: string, file: string): string {
  const name = file.slice(0, -PROFILE.length);
  const bytes = readFileSync(join(directory, file)).toString('base64');
  const page = join(directory, `${name}.html`);
  writeFileSync(join(directory, `${name}.js`), `speedscope.loadFileFromBase64("${file}", "${bytes}");\n`);
  const script = `new URL('${name}.js', location).pathname.slice(1)`;
  writeFileSync(page, `<script>location = 'speedscope/index.html#localProfilePath=' + ${script};</script>\n`);
  return page;
}
