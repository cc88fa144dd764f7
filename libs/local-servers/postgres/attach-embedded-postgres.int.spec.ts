import { access } from 'node:fs/promises';
import { eventually } from '@firstwrite/testing';
import { findLiveOwner } from '../directory/data-directory';
import { expectNoProcessOn } from '../test/processes';
import { query } from '../test/query';
import { Scratch, SMALL_SETTINGS } from '../test/scratch';
import { attachEmbeddedPostgres, type AttachedPostgres } from './attach-embedded-postgres';
import { postgresDirectoryIn } from './postgres-directory';
import { readPostmasterFile } from './running-server';

let scratch: Scratch;

beforeEach(async () => {
  scratch = await Scratch.make();
});
afterEach(() => scratch.clear());

async function attach(create = false): Promise<AttachedPostgres> {
  const attached = await attachEmbeddedPostgres(scratch.path('data'), { create, settings: SMALL_SETTINGS });
  scratch.onClear(() => attached.stop());
  return attached;
}

describe('a second program', () => {
  it('uses the server of the owner, and leaves it running', async () => {
    const launcher = scratch.launch({ dataDirectory: scratch.path('data') });
    const { url } = await launcher.answer;
    const attached = await attach();
    expect(attached.url).toBe(url);
    await attached.stop();
    expect(await query(url, 'select 1 as one')).toEqual({ one: 1 });
  });

  it('waits for an owner that is still starting', async () => {
    const launcher = scratch.launch({ dataDirectory: scratch.path('data') });
    const dataDirectory = scratch.path('data');
    const owned = async (): Promise<void> =>
      expect(await findLiveOwner(dataDirectory)).toMatchObject({ pid: launcher.pid });
    await eventually(owned, { withinMs: 10_000 });
    expect(await readPostmasterFile(postgresDirectoryIn(dataDirectory))).toBeUndefined();
    const attached = await attach();
    expect((await launcher.answer).url).toBe(attached.url);
  });

  it('runs a server itself when the data directory has no owner', async () => {
    await (await scratch.start()).stop();
    const attached = await attach();
    expect(await query(attached.url, 'select 1 as one')).toEqual({ one: 1 });
    await attached.stop();
    await expectNoProcessOn(scratch.directory);
  });

  it('creates a data directory only when it is asked to', async () => {
    await expect(attach()).rejects.toMatchObject({ code: 'data-directory-missing' });
    await expect(access(scratch.path('data'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await query((await attach(true)).url, 'select 1 as one')).toEqual({ one: 1 });
  });
});
