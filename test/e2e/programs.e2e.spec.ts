import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The packages that a built program loads when it starts. */
function packagesOf(program: string): string[] {
  const built = readFileSync(resolve(__dirname, `../../dist/apps/${program}/main.js`), 'utf8');
  return [...built.matchAll(/\brequire\("(?!node:)([^".]+)"\)/g)].map(([, name = '']) => name);
}

test.each([
  ['projector-thread', /^(@nestjs|typeorm|kafkajs)/],
  ['front', /^(typeorm|pg|kafkajs)/],
  ['cli', /^@nestjs/],
  ['command-api', /^(typeorm|kafkajs)/],
  ['relay', /^typeorm/],
])('%s does not load packages that its own code does not use: %s', (program, unused) => {
  const packages = packagesOf(program);
  expect(packages).toContain('zod');
  expect(packages.filter((name) => unused.test(name))).toEqual([]);
});

test('the source map of a program names the files of this repository, so a debugger finds them', () => {
  const map = readFileSync(resolve(__dirname, '../../dist/apps/launcher/main.js.map'), 'utf8');
  const { sources } = JSON.parse(map) as { readonly sources: readonly string[] };
  const ours = sources.filter((source) => /\/(libs|apps|migrations)\/.*\.ts$/.test(source));
  expect(ours).toContain(resolve(__dirname, '../../apps/launcher/main.ts'));
  expect(ours.filter((source) => !existsSync(source))).toEqual([]);
});
