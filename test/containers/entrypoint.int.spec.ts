import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { REPOSITORY } from './compose-file';

const image = mkdtempSync(join(tmpdir(), 'firstwrite-entrypoint-'));
/** A program that prints its arguments and its instance. */
const PROGRAM = `
  const { FIRSTWRITE_INSTANCE: instance } = process.env;
  console.log(JSON.stringify({ instance, args: process.argv.slice(2) }));`;

beforeAll(() => {
  cpSync(resolve(REPOSITORY, 'deploy/image'), join(image, 'deploy/image'), { recursive: true });
  for (const file of ['dist/apps/relay/main.js', 'dist/apps/cli/main.js', 'apps/cli/bin/firstwrite.js']) {
    mkdirSync(join(image, dirname(file)), { recursive: true });
    writeFileSync(join(image, file), PROGRAM);
  }
});
afterAll(() => rmSync(image, { recursive: true, force: true }));

function enter(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(join(image, 'deploy/image/entrypoint.sh'), args, {
    cwd: '/',
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOSTNAME: 'host-1', ...env },
  });
  return { status, stderr, said: stdout === '' ? undefined : (JSON.parse(stdout) as unknown) };
}

test('the first word is the role, the other words are its arguments', () => {
  expect(enter(['relay', '--once'])).toMatchObject({ status: 0, said: { args: ['--once'] } });
});

test('"firstwrite" is the command line', () => {
  expect(enter(['firstwrite', 'topics', 'apply'])).toMatchObject({ status: 0, said: { args: ['topics', 'apply'] } });
});

test('an unknown role is refused, and the known roles are named', () => {
  expect(enter(['relais'])).toMatchObject({
    status: 64,
    stderr: expect.stringContaining('there are: firstwrite relay') as string,
  });
});

test.each([
  ['a1b2c3d4e5f6', 'a1b2c3d4e5f6'],
  ['Projector-0.firstwrite.svc', 'projector-0'],
  ['firstwrite-projector-7d9f8b6c5d-abcde', 'write-projector-7d9f8b6c5d-abcde'],
  ['_odd', 'odd'],
])('on the host %s the instance is %s', (host, instance) => {
  expect(enter(['relay'], { HOSTNAME: host })).toMatchObject({ said: { instance } });
});

test('FIRSTWRITE_INSTANCE is kept if it is set', () => {
  expect(enter(['relay'], { FIRSTWRITE_INSTANCE: '7' })).toMatchObject({ said: { instance: '7' } });
});
