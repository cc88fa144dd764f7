import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface LauncherAnswer {
  readonly url: string;
  readonly pid: number;
  readonly port: number;
  readonly error?: { readonly code: string; readonly message: string };
}

export interface Launcher {
  readonly pid: number;
  /** The report of the launcher about its start. */
  readonly answer: Promise<LauncherAnswer>;
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

export interface LauncherOptions {
  readonly dataDirectory: string;
  /** A program in the folder of this file. Default: the launcher of PostgreSQL. */
  readonly program?: string;
  /** Further arguments of the program. */
  readonly more?: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/** With this module loaded first, Node runs TypeScript. */
export const READS_TYPESCRIPT = join(__dirname, '../../testing/typescript-require.cjs');

/** Runs a launcher in a Node process of its own. */
export function spawnLauncher(options: LauncherOptions): Launcher {
  const { dataDirectory, program = 'launcher.ts', more = [], ...identity } = options;
  const args = ['-r', READS_TYPESCRIPT, join(__dirname, program), dataDirectory, ...more];
  const child = spawn(process.execPath, args, { ...identity, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  const lines = createInterface({ input: child.stdout });
  const answer = new Promise<LauncherAnswer>((resolve, reject) => {
    lines.once('line', (line) => resolve(JSON.parse(line) as LauncherAnswer));
    lines.once('close', () => reject(new Error(`the launcher reported nothing: ${errors.join('\n')}`)));
  });
  answer.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    answer,
    end: async (signal) => {
      child.kill(signal);
      await exited;
    },
  };
}
