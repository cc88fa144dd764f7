import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const READY_MS_MAX = 60_000;
const STOP_MS_MAX = 30_000;

/** A contender as a process of its own, which prints where it is ready. */
export interface ChildService {
  readonly address: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface ChildOptions {
  /** Of node, before the script: `--cpu-prof` and the like. */
  readonly nodeArguments?: readonly string[];
}

/** Starts a node program and waits for its line "… ready at <address>". */
export async function startChildService(
  script: string,
  environment: NodeJS.ProcessEnv,
  { nodeArguments = [] }: ChildOptions = {},
): Promise<ChildService> {
  const child = spawn(process.execPath, [...nodeArguments, script], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const address = await readyAddress(child, script);
    return { address, pid: child.pid ?? 0, stop: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw error;
  }
}

/** SIGTERM, and SIGKILL for who does not hear it. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
  await exited;
  clearTimeout(impatience);
}

async function readyAddress(child: ChildProcess, script: string): Promise<string> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const signal = AbortSignal.timeout(READY_MS_MAX);
  const exited = once(child, 'exit', { signal }).then(([code]) =>
    Promise.reject(new Error(`${script} ended with ${String(code)} before it was ready`)),
  );
  const ready = new Promise<string>((resolve) => {
    lines.on('line', (line) => {
      const address = /ready at (\S+)/.exec(line)?.[1];
      if (address) resolve(address);
    });
  });
  return Promise.race([ready, exited]);
}
