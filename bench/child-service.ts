import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const READY_MS_MAX = 30_000;

/** A contender as a process of its own, which prints where it is ready. */
export interface ChildService {
  readonly address: string;
  stop(): Promise<void>;
}

/** Starts a node program and waits for its line "… ready at <address>". */
export async function startChildService(script: string, environment: NodeJS.ProcessEnv): Promise<ChildService> {
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await readyAddress(child);
  return {
    address,
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function readyAddress(child: ChildProcess): Promise<string> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const signal = AbortSignal.timeout(READY_MS_MAX);
  const exited = once(child, 'exit', { signal }).then(([code]) =>
    Promise.reject(new Error(`ended with ${String(code)}`)),
  );
  const ready = new Promise<string>((resolve) => {
    lines.on('line', (line) => {
      const address = /ready at (\S+)/.exec(line)?.[1];
      if (address) resolve(address);
    });
  });
  return Promise.race([ready, exited]);
}
