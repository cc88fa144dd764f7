import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Scratch } from '../test/scratch';
import { ownerFile } from './owner-file';

/** Enough that a takeover which does not look twice is caught in every run. */
const rounds = 150;
const claimersCount = 4;

let scratch: Scratch;

beforeEach(async () => {
  scratch = await Scratch.make();
});
afterEach(() => scratch.clear());

function spawnClaimer(): (dataDirectory: string) => Promise<string> {
  const fixtures = join(__dirname, '..', 'test');
  const args = ['-r', join(fixtures, 'swc-require.cjs'), join(fixtures, 'claimer.ts')];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  scratch.onClear(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  const lines = createInterface({ input: child.stdout });
  return async (dataDirectory) => {
    const answer = once(lines, 'line');
    child.stdin.write(`${dataDirectory}\n`);
    return String((await answer)[0]);
  };
}

it('a dead owner has exactly one successor, however many try at once', async () => {
  const claimers = Array.from({ length: claimersCount }, spawnClaimer);
  for (let round = 0; round < rounds; round++) {
    const data = scratch.path(`data-${round}`);
    await mkdir(data);
    await writeFile(ownerFile(data), JSON.stringify({ pid: 2 ** 22 + 1, startTime: '1', command: 'gone' }));
    const answers = await Promise.all(claimers.map((claim) => claim(data)));
    expect(answers.sort()).toEqual([...Array<string>(claimersCount - 1).fill('data-directory-in-use'), 'won']);
  }
});
