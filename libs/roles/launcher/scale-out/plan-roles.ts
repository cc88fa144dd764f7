import { findFreePort } from '@firstwrite/local-servers';
import { processTitle, type RoleName } from '@firstwrite/platform';
import { resolve } from 'node:path';
import type { LauncherOptions } from '../options';
import type { RoleProcessPlan } from './role-process';

/** Where the lines of a part go; each gets one of its own name. */
export type LinesOf = (name: string) => (line: string) => void;

export interface Surrounding {
  /** What every role is told: where the database and Kafka are. */
  readonly shared: Readonly<Record<string, string>>;
  readonly linesOf: LinesOf;
}

/** The launcher's own: a role has its own address and name, and does not migrate. */
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

/** The roles behind the front, in the order in which they are started: they stop in the opposite one. */
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

/** A role's built program at an address. */
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
    // As this process was started: with the same room for young objects.
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
