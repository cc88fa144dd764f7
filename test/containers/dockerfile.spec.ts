import { validate } from 'dockerfile-utils';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { REPOSITORY } from './compose-file';

const dockerfile = readFileSync(resolve(REPOSITORY, 'Dockerfile'), 'utf8');
const lines = dockerfile.replace(/\\\n\s*/g, ' ').split('\n');
const instructions = lines.filter((line) => /^[A-Z]+ /.test(line));
const lastStage = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')));

test('a linter finds no fault', () => {
  expect(validate(dockerfile).map(({ message, range }) => ({ line: range.start.line + 1, message }))).toEqual([]);
});

test('the linter finds planted faults', () => {
  expect(validate('FROM node\nCOPYY a b\nEXPOSE port')).not.toEqual([]);
});

test('the image runs as an ordinary user, which owns none of its files', () => {
  expect(lastStage).toContain('USER node');
  expect(lastStage.filter((line) => /--chown|chmod/.test(line))).toEqual([]);
});

test('every copied path exists in the build context', () => {
  const copied = instructions
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
    .flatMap((line) => line.split(/\s+/).slice(1, -1));
  expect(copied.length).toBeGreaterThan(0);
  expect(copied.filter((path) => !existsSync(resolve(REPOSITORY, path)))).toEqual([]);
});

test('no copied path is ignored by .dockerignore', () => {
  const kept = readFileSync(resolve(REPOSITORY, '.dockerignore'), 'utf8').split('\n');
  const admitted = new Set(kept.filter((line) => line.startsWith('!')).map((line) => line.slice(1)));
  const copied = instructions
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
    .flatMap((line) => line.split(/\s+/).slice(1, -1))
    .map((path) => path.split('/')[0] ?? '');
  expect(copied.filter((path) => !admitted.has(path))).toEqual([]);
});

test("the image's files come from the assembling script alone", () => {
  expect(lastStage.filter((line) => line.startsWith('COPY '))).toEqual([
    'COPY --from=dependencies /app ./',
    'COPY --from=build /app ./',
  ]);
  for (const part of ['dependencies', 'program']) {
    expect(dockerfile).toContain(`./deploy/assemble-image.sh ${part} /app`);
  }
});
