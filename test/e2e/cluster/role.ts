import { eventually } from '@firstwrite/testing';
import { resolve } from 'node:path';
import { runProgram, type Ended } from '../system/built-program';

const APPS = resolve(__dirname, '../../../dist/apps');
const READY_MS_MAX = 30_000;
const READY = /is ready at (http:\/\/\S+)/;

export type RoleName = 'command-api' | 'query-api' | 'relay' | 'projector';

/** One process of a cluster. */
export interface Role {
  readonly name: RoleName;
  readonly instance: string;
  readonly pid: number;
  readonly address: string;
  /** Kills the process, as a power cut would. */
  kill9(): Promise<Ended>;
  /** Suspends the process in the middle of its work, as a machine that swaps or migrates would. */
  freeze(): void;
  thaw(): void;
  /** Asks the process to stop, and expects exit code 0. */
  stop(): Promise<void>;
  readonly hasEnded: () => boolean;
  readonly output: () => string;
}

/**
 * Starts a role as a process, and waits until it is ready. @throws with the output when the process ends or is not
 * ready in time
 */
export async function startRole(
  name: RoleName,
  instance: string,
  settings: Readonly<Record<string, string>>,
): Promise<Role> {
  const env = { PORT: '0', LOG_LEVEL: 'info', FIRSTWRITE_INSTANCE: instance, ...settings };
  const program = runProgram(resolve(APPS, name, 'main.js'), [], env);
  const output = () => `${program.stdout()}${program.stderr()}`;
  let address = '';
  await eventually(
    () => {
      address = READY.exec(program.stdout())?.[1] ?? '';
      if (address === '') throw new Error(`${name} ${instance} is not ready: ${output()}`);
    },
    { withinMs: READY_MS_MAX },
  );
  return {
    ...{ name, instance, pid: program.pid, address, output, hasEnded: program.hasEnded },
    kill9: async () => {
      program.signal('SIGKILL');
      return program.ended;
    },
    freeze: () => program.signal('SIGSTOP'),
    thaw: () => program.signal('SIGCONT'),
    stop: async () => {
      program.signal('SIGTERM');
      const ended = await program.ended;
      if (ended.code !== 0) throw new Error(`${name} ${instance} ended with ${JSON.stringify(ended)}: ${output()}`);
    },
  };
}
