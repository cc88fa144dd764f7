import { LastLines, spawnGuarded } from '@firstwrite/local-servers';

const READY_MS_MAX = 60_000;
const STOP_MS_MAX = 30_000;

/**
 * A contender in a process of its own, which prints its address when it is ready. The process ends with the bench, even
 * if the bench is killed.
 */
export interface ChildService {
  readonly address: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface ChildOptions {
  /** Arguments of Node itself, before the script: `--cpu-prof` and the like. */
  readonly nodeArguments?: readonly string[];
}

/** Starts a node program and waits for its line "… ready at <address>". */
export async function startChildService(
  script: string,
  environment: NodeJS.ProcessEnv,
  { nodeArguments = [] }: ChildOptions = {},
): Promise<ChildService> {
  const lastLines = new LastLines();
  let tellAddress: (address: string) => void = () => undefined;
  const ready = new Promise<string>((resolve) => (tellAddress = resolve));
  const child = await spawnGuarded({
    command: process.execPath,
    args: [...nodeArguments, script],
    env: { ...process.env, ...environment },
    stopSignal: 'TERM',
    graceMs: STOP_MS_MAX,
    onLine: (line) => {
      lastLines.add(line);
      const address = /ready at (\S+)/.exec(line)?.[1];
      if (address) tellAddress(address);
    },
  });
  const impatience = AbortSignal.timeout(READY_MS_MAX);
  const notReady = Promise.race([
    child.exited.then(() => 'it ended'),
    new Promise<string>((resolve) => (impatience.onabort = () => resolve(`${READY_MS_MAX} ms passed`))),
  ]).then((why) => Promise.reject(new Error(`${script}: ${why} before it was ready: ${lastLines.joined()}`)));
  try {
    return { address: await Promise.race([ready, notReady]), pid: child.pid, stop: () => child.stop() };
  } catch (error) {
    await child.stop();
    throw error;
  }
}
