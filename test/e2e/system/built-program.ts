import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const REPOSITORY = resolve(__dirname, '../../..');
export const LAUNCHER = resolve(REPOSITORY, 'dist/apps/launcher/main.js');
export const COMMAND_LINE = resolve(REPOSITORY, 'apps/cli/bin/firstwrite.js');
const BUILT_COMMAND_LINE = resolve(REPOSITORY, 'dist/apps/cli/main.js');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running program and its output so far. */
export interface RunningProgram {
  readonly pid: number;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<Ended>;
  readonly hasEnded: () => boolean;
  signal(signal: NodeJS.Signals): void;
}

const running = new Set<ChildProcess>();

/** Runs a built program of this repository with Node. It gets the given settings, and none of the caller's own. */
export function runProgram(
  program: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): RunningProgram {
  for (const file of [LAUNCHER, BUILT_COMMAND_LINE]) {
    if (!existsSync(file)) throw new Error(`${file} is missing: run "npm run build" before the end-to-end tests`);
  }
  const child = spawn(process.execPath, [program, ...args], {
    cwd: REPOSITORY,
    env: { ...plainEnvironment(), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ended>((settle) => {
    child.once('close', (code, signal) => {
      running.delete(child);
      settle({ code, signal });
    });
  });
  return {
    pid: child.pid ?? 0,
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    hasEnded: () => !running.has(child),
    signal: (signal) => void child.kill(signal),
  };
}

/** Kills the programs that still run, so that a failed test leaves none behind. */
export async function killPrograms(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      const closed = new Promise((settle) => child.once('close', settle));
      child.kill('SIGKILL');
      await closed;
    }),
  );
}

function plainEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(FIRSTWRITE_|DATABASE_|KAFKA_|LANE_|READ_|IDEMPOTENCY_|PORT$|HOST$|LOG_LEVEL$|NODE_OPTIONS$|JEST_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}
