import { randomUUID } from 'node:crypto';
import { chmod, cp, mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseAccount } from './database-account';
import { canExecute, runAs } from '../directory/directory-access';
import { linkElsewhere, linkInPlace } from './library-links';
import type { PostgresPackage } from './postgres-package';

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
