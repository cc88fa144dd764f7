import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import { query } from '../test/query';
import { describeAsRoot, Scratch } from '../test/scratch';
import { chooseDatabaseAccount, firstClosedDirectory } from './database-account';

/** An ordinary user that every system has. */
const NOBODY = { uid: 65534, gid: 65534 };

let scratch: Scratch;

beforeEach(async () => {
  scratch = await Scratch.make();
});
afterEach(() => scratch.clear());

describeAsRoot('an embedded PostgreSQL of root', () => {
  it('runs as an account that is not root', async () => {
    const { dataDirectory } = await scratch.start();
    const account = await chooseDatabaseAccount(scratch.path('nothing-here-yet'));
    expect((await stat(`${dataDirectory}/postgres`)).uid).toBe(account?.uid);
    expect(account?.uid).toBeGreaterThan(0);
  });

  it('names the folder that its account cannot enter, and the remedy', async () => {
    await mkdir(scratch.path('closed', 'open'), { recursive: true });
    await chmod(scratch.path('closed'), 0o700);
    await expect(scratch.start(scratch.path('closed', 'open', 'data'))).rejects.toMatchObject({
      code: 'data-directory-closed',
      message: expect.stringMatching(
        new RegExp(`^.*cannot enter ${scratch.path('closed')}: set FIRSTWRITE_DATA_DIR.*$`),
      ),
    });
    expect(await readdir(scratch.path('closed', 'open', 'data'))).toEqual([]);
  });

  it('runs as the ordinary user who created the data, and the data still belong to this user', async () => {
    if (!(await sourcesAreOpen())) return;
    await mkdir(scratch.path('theirs'), { mode: 0o777 });
    await chmod(scratch.path('theirs'), 0o777);
    const dataDirectory = scratch.path('theirs', 'data');
    const launcher = scratch.launch({ dataDirectory, ...NOBODY });
    expect(await launcher.answer).toMatchObject({ url: expect.any(String) });
    await launcher.end('SIGTERM');
    const server = await scratch.start(dataDirectory);
    expect(await query(server.url, 'select 1 as one')).toEqual({ one: 1 });
    expect((await stat(`${dataDirectory}/postgres`)).uid).toBe(NOBODY.uid);
  });

  it('is refused to an ordinary user in one line', async () => {
    if (!(await sourcesAreOpen())) return;
    await (await scratch.start()).stop();
    const launcher = scratch.launch({ dataDirectory: scratch.path('data'), ...NOBODY });
    expect((await launcher.answer).error).toMatchObject({
      code: 'data-directory-unusable',
      message: expect.stringContaining('FIRSTWRITE_DATA_DIR'),
    });
  });
});

async function sourcesAreOpen(): Promise<boolean> {
  const open = (await firstClosedDirectory(__dirname, { name: 'nobody', ...NOBODY })) === undefined;
  if (!open)
    console.warn('local-servers: user nobody cannot read this checkout, so a test of an ordinary user is skipped');
  return open;
}
