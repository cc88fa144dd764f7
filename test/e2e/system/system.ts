import { Client, type Method, type Reply, type RequestOptions } from './client';
import { makeDirectory } from './data-directory';
import { Database } from './database';
import { LAUNCHER, runProgram, type Ended, type RunningProgram } from './built-program';
import { offerKafkaJars } from './kafka-jars';
import { descendantsOf, type ListedProcess } from './processes';

export interface SystemOptions {
  /** The template that divides the roles among processes. Default: all roles in one process. */
  readonly template?: 'inception' | 'scale-out';
  /** The number of projectors in the template scale-out. */
  readonly projectors?: number;
  /** Settings besides those of the harness. */
  readonly env?: Readonly<Record<string, string>>;
  /** The data directory; absent: a new folder. */
  readonly dataDirectory?: string;
  /** The address of an external database, instead of an embedded one. */
  readonly databaseUrl?: string;
}

/** The service as a user runs it, in processes of its own. */
export interface System {
  readonly address: string;
  readonly port: number;
  readonly pid: number;
  readonly dataDirectory: string;
  /** The settings with the address of the database, for other programs. */
  readonly databaseSettings: Readonly<Record<string, string>>;
  readonly client: Client;
  request(method: Method, path: string, options?: RequestOptions): Promise<Reply>;
  /** Asks the service to stop, and expects exit code 0. */
  stop(signal?: 'SIGTERM' | 'SIGINT'): Promise<void>;
  /** Kills the service, as a power cut would. */
  kill9(): Promise<Ended>;
  readonly output: () => { stdout: string; stderr: string };
  readonly ended: Promise<Ended>;
  /** All processes below the launcher, without the launcher itself. */
  processes(): Promise<ListedProcess[]>;
  /** Opens a connection of the test to the service's database. */
  openDatabase(): Promise<Database>;
}

/** An embedded server starts in a second, a system of processes in ten; a loaded machine takes ten times as long. */
const READY_MS_MAX = 150_000;
const READY = /Firstwrite is ready at (http:\/\/\S+:(\d+))/;

/** Starts the service without waiting for it. */
export async function launchSystem(options: SystemOptions = {}) {
  const { template, projectors, env = {}, dataDirectory, databaseUrl } = options;
  const directory = dataDirectory ?? (await makeDirectory());
  if (template === 'scale-out') await offerKafkaJars(directory);
  const flags = { template, projectors };
  const args = Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, `${value}`]));
  const where: Record<string, string> =
    databaseUrl === undefined ? { FIRSTWRITE_DATA_DIR: directory } : { DATABASE_URL: databaseUrl };
  const program = runProgram(LAUNCHER, args, { PORT: '0', LOG_LEVEL: 'warn', ...where, ...env });
  return { program, directory, databaseUrl, databaseSettings: where };
}

/**
 * Starts the service and waits for its banner. @throws with the output when the service ends or is not ready in time
 */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const { program, directory, databaseUrl, databaseSettings } = await launchSystem(options);
  const [address, port] = await readiness(program);
  const client = new Client(address);
  return {
    address,
    port,
    pid: program.pid,
    dataDirectory: directory,
    databaseSettings,
    client,
    request: (method, path, requestOptions) => client.request(method, path, requestOptions),
    stop: async (signal = 'SIGTERM') => {
      program.signal(signal);
      const ended = await program.ended;
      await client.close();
      if (ended.code !== 0) throw new Error(`ended with ${JSON.stringify(ended)}: ${program.stderr()}`);
    },
    kill9: async () => {
      program.signal('SIGKILL');
      const ended = await program.ended;
      await client.close();
      return ended;
    },
    output: () => ({ stdout: program.stdout(), stderr: program.stderr() }),
    ended: program.ended,
    processes: () => descendantsOf(program.pid),
    openDatabase: () => (databaseUrl === undefined ? Database.of(directory) : Database.connect(databaseUrl)),
  };
}

function readiness(program: RunningProgram): Promise<[address: string, port: number]> {
  return new Promise((resolve, reject) => {
    const said = () => `stdout: ${program.stdout()}\nstderr: ${program.stderr()}`;
    const timer = setInterval(() => {
      const [, address, port] = READY.exec(program.stdout()) ?? [];
      if (address !== undefined) settle(() => resolve([address, Number(port)]));
    }, 10);
    const late = setTimeout(() => settle(() => reject(new Error(`not ready: ${said()}`))), READY_MS_MAX);
    const settle = (conclude: () => void) => {
      clearInterval(timer);
      clearTimeout(late);
      conclude();
    };
    void program.ended.then(() => settle(() => reject(new Error(`ended before it was ready: ${said()}`))));
  });
}
