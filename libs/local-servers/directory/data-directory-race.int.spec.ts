import { mkdir, writeFile } from 'node:fs/promises';
import { query } from '../test/query';
import { Scratch } from '../test/scratch';
import { ownerFile } from './owner-file';

let scratch: Scratch;

beforeEach(async () => {
  scratch = await Scratch.make();
});
afterEach(() => scratch.clear());

describe('of several starters on one data directory', () => {
  it.each(['no owner', 'a dead owner'])('exactly one wins where there is %s', async (before) => {
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
