import { findFreePort } from '@firstwrite/local-servers';
import { processTitle, type RoleName } from '@firstwrite/platform';
import { resolve } from 'node:path';
import type { LauncherOptions } from '../options';
import type { RoleProcessPlan } from './role-process';

/** Gives the function that takes the output lines of the part with this name. */
export type LinesOf = (name: string) => (line: string) => void;

export interface Surrounding {
  /** The settings that every role gets: where the database and Kafka are. */
  readonly shared: Readonly<Record<string, string>>;
  readonly linesOf: LinesOf;
}

/** The launcher's settings that a role does not inherit: it has its own address and name, and does not migrate. */
const NOT_PASSED_ON = [
  'PORT',
  'HOST',
  'DATABASE_MIGRATION_URL',
  'FIRSTWRITE_INSTANCE',
  'FIRSTWRITE_COMMANDS_URL',
  'FIRSTWRITE_QUERIES_URL',
];

/** The built program of an app, beside this one. */
export function programOf(app: string): string {
  return resolve(__dirname, '..', app, 'main.js');
}

/** Plans the roles behind the front, in the order of their registration; they stop in the reverse order. */
export async function planRoles({ projectors, relays }: LauncherOptions, surrounding: Surrounding) {
  const plan = (role: RoleName, count = 1) =>
    Promise.all(Array.from({ length: count }, (_, at) => planRole(role, String(at + 1), surrounding)));
  const hasKafka = surrounding.shared['KAFKA_BROKERS'] !== undefined;
  return {
    queryApi: await planRole('query-api', '1', surrounding),
    projectors: await plan('projector', projectors),
    relays: hasKafka ? await plan('relay', relays) : [],
    commandApi: await planRole('command-api', '1', surrounding),
  };
}

async function planRole(role: RoleName, instance: string, surrounding: Surrounding): Promise<RoleProcessPlan> {
  return planProgram(role, instance, { ...surrounding, port: await findFreePort(), host: '127.0.0.1' });
}

/** Plans a role's built program at an address. */
export function planProgram(
  role: RoleName,
  instance: string,
  { shared, linesOf, host, port }: Surrounding & { readonly host: string; readonly port: number },
): RoleProcessPlan {
  const name = processTitle(role, instance).replace('firstwrite ', '');
  const own = { HOST: host, PORT: String(port), FIRSTWRITE_INSTANCE: instance };
  return {
    name,
    command: process.execPath,
    // With the Node options of this process: its young generation has the same size.
    args: [...process.execArgv, programOf(role)],
    env: { ...inherited(), ...shared, ...own },
    stopSignal: 'TERM',
    address: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    onLine: linesOf(name),
  };
}

function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !NOT_PASSED_ON.includes(name)));
}
