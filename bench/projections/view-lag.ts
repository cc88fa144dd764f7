import { migrateDatabase } from '@firstwrite/migrations';
import type { ChildService } from '../child-service';
import { startOurRole } from '../contenders/our-role';
import { passOurGate } from '../gate/our-gate';
import { createDatabase, receive } from '../ground';
import { runTask } from '../task/run-task';
import { closedLoop } from '../load/closed-loop';
import { openLoop } from '../load/open-loop';
import type { Bench } from '../metric';
import { program } from '../repository';
import { hot } from '../workloads/hot';
import type { Lag } from './lag';
import { environmentOf } from './through-kafka';

/** Enough for a p99: the slowest hundredth is then fifteen orders. */
const SAMPLES = 1_500;
/** On a machine that is too slow for so many orders in this time, there is no p99. */
const PROBE_SECONDS_MAX = 60;
/** The length of one piece of the load, which goes on as long as the probe does. */
const LOAD_SECONDS = 2;
const SKU = 'HOT';

/** Roles that run together on one database; the first one accepts orders. */
export interface Service {
  readonly databaseUrl: string;
  readonly roles: readonly ChildService[];
  stop(): Promise<void>;
}

/** Starts every role in one process. */
export async function startStandalone({ serverUrl }: Bench): Promise<Service> {
  const databaseUrl = await createDatabase(serverUrl, 'p06_direct');
  const environment = { DATABASE_URL: databaseUrl, PORT: '0', LOG_LEVEL: 'warn' };
  return serviceOf(databaseUrl, [await startOurRole('standalone', environment)]);
}

/** Starts each role as a process of its own, connected by Kafka. */
export async function startRoles({ serverUrl }: Bench, brokers: string, projectors: number): Promise<Service> {
  const databaseUrl = await createDatabase(serverUrl, `p06_kafka_${projectors}`);
  await migrateDatabase({ ownerUrl: databaseUrl, applicationUrl: databaseUrl, region: 'local' });
  const roles: ChildService[] = [];
  for (const name of ['command-api', 'relay', ...Array<string>(projectors).fill('projector')]) {
    const environment = { ...environmentOf({ databaseUrl, brokers }), FIRSTWRITE_INSTANCE: String(roles.length) };
    roles.push(await startOurRole(name, environment));
  }
  return serviceOf(databaseUrl, roles);
}

function serviceOf(databaseUrl: string, roles: readonly ChildService[]): Service {
  const stop = async () => {
    for (const role of roles) await role.stop();
  };
  return { databaseUrl, roles, stop };
}

/**
 * Measures once a round the time from an order's answer to its row in the view, at half of the service's maximum rate;
 * then runs the gate.
 * @throws GateFailedError
 */
export async function lagsAtHalfLoad(service: Service, rounds: number, { settings, progress }: Bench): Promise<Lag[]> {
  const { databaseUrl, roles } = service;
  const address = roles[0]?.address ?? '';
  for (const sku of hot.receipts) await receive(address, sku);
  const load = { address, connections: settings.connections, nextOrder: hot.orders(), conflictsAllowed: false };
  const warmUp = await closedLoop({ ...load, seconds: LOAD_SECONDS, keyPrefix: 'warm-up' });
  const most = await closedLoop({ ...load, seconds: settings.seconds, keyPrefix: 'most' });
  const rate = most.ordersPerSecond / 2;
  progress(`${most.ordersPerSecond.toFixed(0)} orders/s at most`);
  let accepted = warmUp.accepted + most.accepted;
  const lags: Lag[] = [];
  for (let round = 0; round < rounds; round++) {
    const loadPiece = async (piece: number) => {
      const keyPrefix = `half-${round}-${piece}`;
      accepted += (await openLoop({ ...load, rate, seconds: LOAD_SECONDS, keyPrefix })).accepted;
    };
    const lag = await lagDuring(service, loadPiece);
    accepted += lag.samples;
    const { p50Ms, p99Ms, samples, probeDelayP99Ms } = lag;
    progress(
      `p50 ${p50Ms.toFixed(1)}, p99 ${p99Ms.toFixed(1)} ms of ${samples}; ` +
        `probe late by ${probeDelayP99Ms.toFixed(1)} ms`,
    );
    lags.push(lag);
  }
  await passOurGate({ databaseUrl, accepted, units: accepted, cli: program('apps/cli/main.js') });
  return lags;
}

/** Places one piece of the load after the other, as long as the probe goes on. */
async function lagDuring({ databaseUrl, roles }: Service, loadPiece: (piece: number) => Promise<void>): Promise<Lag> {
  const address = roles[0]?.address ?? '';
  const task = {
    kind: 'lag',
    address,
    databaseUrl,
    sku: SKU,
    samplesMax: SAMPLES,
    seconds: PROBE_SECONDS_MAX,
  } as const;
  let done = false;
  const probing = runTask<Lag>(task).finally(() => (done = true));
  // A failure of the probe is reported below, after the current piece of the load.
  probing.catch(() => undefined);
  for (let piece = 0; !done; piece++) await loadPiece(piece);
  const lag = await probing;
  if (lag.samples < SAMPLES) throw new Error(`only ${lag.samples} orders could be probed in ${PROBE_SECONDS_MAX} s`);
  return lag;
}
