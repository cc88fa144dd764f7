import { chmod, cp, mkdir, readdir, readlink, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describeAsRoot, IS_ROOT, Scratch } from '../test/scratch';
import { chooseDatabaseAccount, runAs, type DatabaseAccount } from './database-account';
import {
  locatePostgresPackage,
  prepareBinaries,
  type PostgresBinaries,
  type PostgresPackage,
} from './postgres-binaries';

let scratch: Scratch;
let account: DatabaseAccount | undefined;

beforeEach(async () => {
  scratch = await Scratch.make();
  account = await chooseDatabaseAccount(scratch.path('data', 'postgres'));
  await mkdir(scratch.path('data'));
});
afterEach(async () => {
  await runAs(undefined, 'chmod', ['-R', 'u+w', scratch.directory]);
  await scratch.clear();
});

/** The package as npm installs it without install scripts: without links. */
async function unpackAt(folder: string): Promise<PostgresPackage> {
  const source = await locatePostgresPackage();
  const nativeDirectory = join(folder, 'native');
  await cp(source.nativeDirectory, nativeDirectory, { recursive: true, filter: isNeeded });
  const links = await readdir(join(nativeDirectory, 'lib'), { withFileTypes: true });
  for (const link of links) if (link.isSymbolicLink()) await rm(join(nativeDirectory, 'lib', link.name));
  return { ...source, nativeDirectory };
}

const isNeeded = (path: string): boolean => !path.endsWith('.a') && basename(dirname(path)) !== 'timezone';

const prepare = (source: PostgresPackage): Promise<PostgresBinaries> =>
  prepareBinaries(source, { dataDirectory: scratch.path('data'), account });

async function expectRuns({ postgres, env }: PostgresBinaries): Promise<void> {
  expect(await runAs(account, postgres, ['--version'], env)).toMatch(/^postgres \(PostgreSQL\) \d+/);
}

describe('the programs of the package', () => {
  it('run without the install script of the package, also when they are prepared twice', async () => {
    const source = await unpackAt(scratch.path('package'));
    await prepare(source);
    await expectRuns(await prepare(source));
    expect(await readlink(join(source.nativeDirectory, 'lib', 'libpq.so.5'))).toMatch(/^libpq\.so\.5\./);
    expect(await readdir(scratch.path('data'))).toEqual([]);
  });

  it('run when they were unpacked without the executable bit', async () => {
    const source = await unpackAt(scratch.path('package'));
    await chmod(join(source.nativeDirectory, 'bin', 'postgres'), 0o644);
    await expectRuns(await prepare(source));
  });

  it('run from a read-only folder, with their links in the data directory', async () => {
    if (IS_ROOT)
      return console.warn(
        'local-servers: root can write everywhere, so the test of a read-only node_modules is skipped',
      );
    const source = await unpackAt(scratch.path('package'));
    await chmod(join(source.nativeDirectory, 'lib'), 0o555);
    const binaries = await prepare(source);
    await expectRuns(binaries);
    expect(binaries.env['LD_LIBRARY_PATH']).toContain(scratch.path('data'));
  });
});

describeAsRoot('the programs in a folder that the account cannot enter', () => {
  it('are copied once to the data directory and run from there', async () => {
    const source = await unpackAt(scratch.path('closed'));
    await chmod(scratch.path('closed'), 0o700);
    const binaries = await prepare(source);
    expect(binaries.postgres.startsWith(scratch.path('data', `postgresql-${source.version}`))).toBe(true);
    await expectRuns(binaries);
    const made = await stat(binaries.postgres);
    await expectRuns(await prepare(source));
    expect((await stat(binaries.postgres)).ino).toBe(made.ino);
    expect(await readdir(scratch.path('data'))).toEqual([`postgresql-${source.version}`]);
  });
});
