import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { query } from '../test/query';
import { Scratch } from '../test/scratch';
import { READS_TYPESCRIPT } from '../test/spawn-launcher';
import { ownerFile } from './data-directory';

let scratch: Scratch;

beforeEach(async () => {
  scratch = await Scratch.make();
});
afterEach(() => scratch.clear());

describe('several processes that start on one data directory', () => {
  it.each(['no owner', 'a dead owner'])('have one winner when there is %s', async (before) => {
    const dataDirectory = scratch.path('data');
    await mkdir(dataDirectory);
    if (before === 'a dead owner') {
      await writeFile(ownerFile(dataDirectory), JSON.stringify({ pid: 2 ** 22 + 1, startTime: '1', command: 'gone' }));
    }
    const launchers = [1, 2, 3].map(() => scratch.launch({ dataDirectory }));
    const answers = await Promise.all(launchers.map((launcher) => launcher.answer));
    const winners = answers.filter(({ error }) => !error);
    expect(winners).toHaveLength(1);
    expect(await query(winners[0]?.url ?? '', 'select 1 as one')).toEqual({ one: 1 });
    const winner = launchers[answers.findIndex(({ error }) => !error)];
    for (const { error } of answers) {
      if (!error) continue;
      expect(error.code).toBe('data-directory-in-use');
      expect(error.message).toContain(`process ${winner?.pid} `);
    }
  });
});

/** Enough rounds that a takeover without the second read fails in every run. */
const ROUNDS = 150;
const CLAIMERS = 4;

function spawnClaimer(): (dataDirectory: string) => Promise<string> {
  const args = ['-r', READS_TYPESCRIPT, join(__dirname, '../test/claimer.ts')];
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

it('an owner that has ended has one successor, however many processes try at once', async () => {
  const claimers = Array.from({ length: CLAIMERS }, spawnClaimer);
  for (let round = 0; round < ROUNDS; round++) {
    const data = scratch.path(`data-${round}`);
    await mkdir(data);
    await writeFile(ownerFile(data), JSON.stringify({ pid: 2 ** 22 + 1, startTime: '1', command: 'gone' }));
    const answers = await Promise.all(claimers.map((claim) => claim(data)));
    expect(answers.sort()).toEqual([...Array<string>(CLAIMERS - 1).fill('data-directory-in-use'), 'won']);
  }
});
