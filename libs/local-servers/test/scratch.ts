import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../postgres/embedded-postgres';
import { expectNoProcessOn } from './processes';
import { spawnLauncher, type Launcher, type LauncherOptions } from './spawn-launcher';

export const IS_ROOT = process.getuid?.() === 0;

/** Declares tests that need root. Skipped tests are reported, since a run as an ordinary user proves less. */
export function describeAsRoot(name: string, tests: () => void): void {
  if (!IS_ROOT) console.warn(`local-servers: not root, so these tests are skipped: ${name}`);
  (IS_ROOT ? describe : describe.skip)(name, tests);
}

/** Small, since several servers run on one machine at once. */
export const SMALL_SETTINGS = { shared_buffers: '16MB', max_connections: '20' };

/** The folder of one test with its servers and launchers. `clear` stops them and proves that no process is left. */
export class Scratch {
  readonly log: string[] = [];
  private stops: (() => Promise<void>)[] = [];
  private constructor(readonly directory: string) {}

  static async make(): Promise<Scratch> {
    const directory = await realpath(await mkdtemp(join(tmpdir(), 'local-servers-')));
    await chmod(directory, 0o755);
    return new Scratch(directory);
  }

  path(...names: readonly string[]): string {
    return join(this.directory, ...names);
  }

  async start(dataDirectory = this.path('data')): Promise<EmbeddedPostgres> {
    const options = { dataDirectory, settings: SMALL_SETTINGS, log: (line: string) => void this.log.push(line) };
    const server = await startEmbeddedPostgres(options);
    this.onClear(() => server.stop());
    return server;
  }

  launch(options: LauncherOptions): Launcher {
    const launcher = spawnLauncher(options);
    this.onClear(() => launcher.end('SIGKILL'));
    return launcher;
  }

  onClear(stop: () => Promise<void>): void {
    this.stops.push(stop);
  }

  async clear(): Promise<void> {
    for (const stop of this.stops.reverse()) await stop();
    await expectNoProcessOn(this.directory);
    await rm(this.directory, { recursive: true, force: true, maxRetries: 10 });
  }
}
