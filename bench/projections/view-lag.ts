import { migrateDatabase } from '@firstwrite/migrations';
import { startChildService, type ChildService } from '../child-service';
import { passOurGate } from '../gate/our-gate';
import { createDatabase, receive } from '../ground';
import { runTask } from '../in-process/run-task';
import { closedLoop } from '../load/closed-loop';
import { openLoop } from '../load/open-loop';
import type { Bench } from '../metric';
import { program } from '../repository';
import { hot } from '../workloads/hot';
import type { Lag } from './lag';
import { environmentOf } from './through-kafka';

/** The slowest hundredth is fifteen orders then. */
const SAMPLES = 1_500;
/** Where a machine is too slow for so many in this time, there is no p99. */
const PROBE_SECONDS_MAX = 60;
/** Of a piece of the load, which goes on for as long as the probe does. */
const LOAD_SECONDS = 2;
const SKU = 'HOT';

/** Roles that run together on a database of their own; the first takes orders. */
export interface Service {
  readonly databaseUrl: string;
  readonly roles: readonly ChildService[];
  stop(): Promise<void>;
}

/** Every role in one process. */
export async function startStandalone({ serverUrl }: Bench): Promise<Service> {
  const databaseUrl = await createDatabase(serverUrl, 'p06_direct');
  const environment = { DATABASE_URL: databaseUrl, PORT: '0', LOG_LEVEL: 'warn' };
  return serviceOf(databaseUrl, [await startChildService(program('apps/standalone/main.js'), environment)]);
}

/** Each role a process, over Kafka. */
export async function startRoles({ serverUrl }: Bench, brokers: string, projectors: number): Promise<Service> {
  const databaseUrl = await createDatabase(serverUrl, `p06_kafka_${projectors}`);
  await migrateDatabase({ ownerUrl: databaseUrl, applicationUrl: databaseUrl, region: 'local' });
  const roles: ChildService[] = [];
  for (const name of ['command-api', 'relay', ...Array<string>(projectors).fill('projector')]) {
    const environment = { ...environmentOf({ databaseUrl, brokers }), FIRSTWRITE_INSTANCE: String(roles.length) };
    roles.push(await startChildService(program(`apps/${name}/main.js`), environment));
  }
  return serviceOf(databaseUrl, roles);
}

function serviceOf(databaseUrl: string, roles: readonly ChildService[]): Service {
  const stop = async () => {
    for (const role of roles) await role.stop();
  };
  return { databaseUrl, roles, stop };
}

/** From an order's answer to its row in the view, at half of what the service takes; then the gate. @throws GateFailedError */
export async function lagAtHalfLoad(service: Service, { settings, progress }: Bench): Promise<Lag> {
  const { databaseUrl, roles } = service;
  const address = roles[0]?.address ?? '';
  for (const sku of hot.receipts) await receive(address, sku);
  const load = { address, connections: settings.connections, nextOrder: hot.orders(), conflictsAllowed: false };
  const warmUp = await closedLoop({ ...load, seconds: 2, keyPrefix: 'warm-up' });
  const most = await closedLoop({ ...load, seconds: settings.seconds, keyPrefix: 'most' });
  const rate = most.ordersPerSecond / 2;
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
  let loaded = 0;
  for (let piece = 0; !done; piece++) {
    loaded += (await openLoop({ ...load, rate, seconds: LOAD_SECONDS, keyPrefix: `half-${piece}` })).accepted;
  }
  const lag = await probing;
  const { p50Ms, p99Ms, samples, probeDelayP99Ms } = lag;
  progress(
    `${rate.toFixed(0)} of ${most.ordersPerSecond.toFixed(0)} orders/s: p50 ${p50Ms.toFixed(1)}, p99 ${p99Ms.toFixed(1)} ms, ` +
      `${samples} orders; the probe itself was up to ${probeDelayP99Ms.toFixed(1)} ms late (p99)`,
  );
  if (samples < SAMPLES) throw new Error(`only ${samples} orders could be looked after in ${PROBE_SECONDS_MAX} s`);
  const accepted = warmUp.accepted + most.accepted + loaded + samples;
  await passOurGate({ databaseUrl, accepted, units: accepted, cli: program('apps/cli/main.js') });
  return lag;
}
