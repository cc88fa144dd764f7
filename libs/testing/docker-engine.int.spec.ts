import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dockerEngineAnswers } from './docker-engine';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstwrite-docker-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A client program that runs this script. */
async function client(script: string): Promise<string> {
  const command = join(folder, 'docker');
  await writeFile(command, `#!/bin/sh\n${script}\n`);
  await chmod(command, 0o755);
  return command;
}

test('an engine that reports its version answers', async () => {
  expect(dockerEngineAnswers({ command: await client('[ "$1" = info ] && echo 28.5.1') })).toBe(true);
});

test('a client without an engine does not answer', async () => {
  expect(dockerEngineAnswers({ command: await client('echo "Cannot connect to the Docker daemon" >&2; exit 1') })).toBe(
    false,
  );
  expect(dockerEngineAnswers({ command: await client('echo; exit 0') })).toBe(false);
});

test('a client that hangs is not waited for, even if it ignores signals', async () => {
  const command = await client('trap "" TERM INT; while :; do read -r _ < /dev/zero; done');
  const askedAt = performance.now();
  expect(dockerEngineAnswers({ command, withinMs: 300 })).toBe(false);
  expect(performance.now() - askedAt).toBeLessThan(3_000);
});

test('where there is no client there is no engine', () => {
  expect(dockerEngineAnswers({ command: join(folder, 'no-such-program') })).toBe(false);
});
