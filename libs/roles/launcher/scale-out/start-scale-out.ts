import type { RunningRole, Surroundings } from '@firstwrite/platform';
import type { Shop } from '../../shop';
import { banner } from '../../standalone/banner';
import { openDatabase } from '../../database/open-database';
import type { LauncherOptions } from '../options';
import { applyTopics } from './apply-topics';
import { chooseFrontAddress } from './front-address';
import { openKafka } from './kafka';
import { planFront } from './plan-front';
import { planRoles } from './plan-roles';
import { prefixedLines } from './prefixed-lines';
import { RoleProcess, type RoleProcessPlan } from './role-process';

/** Every projector keeps about a dozen connections, and so does each of the two APIs. */
const DATABASE_SETTINGS = { max_connections: '300' };

/** Starts every role in a process of its own, behind one address; they stop in the reverse order. */
export async function startScaleOut(
  shop: Pick<Shop, 'exampleRequests'>,
  surroundings: Surroundings,
  options: LauncherOptions,
): Promise<RunningRole> {
  const { settings } = surroundings;
  const frontAddress = await chooseFrontAddress(settings);
  const { database, kafka } = await openServers(surroundings);
  const names = ['command-api 1', `projector ${options.projectors}`, `relay ${options.relays}`];
  const linesOf = prefixedLines((text) => process.stderr.write(text), names);
  const surrounding = { shared: { DATABASE_URL: database.url, KAFKA_BROKERS: kafka.brokers }, linesOf };
  await applyTopics(surrounding);

  const roles = await planRoles(options, surrounding);
  const front = await planFront({ kind: options.front, ...frontAddress, ...roles, settings, surrounding });
  const plans = [roles.queryApi, ...roles.projectors, ...roles.relays, roles.commandApi];
  const processes = plans.map((plan) => registered(plan, surroundings));
  await Promise.all(processes.map((role) => role.start()));
  const entrance = registered(front, surroundings);
  await entrance.start();
  const address = front.address;
  return {
    address,
    announcement: banner({
      address,
      database: database.description,
      more: [['kafka', kafka.description], ...plans.map(({ name, address }) => [name, address] as const)],
      examples: shop.exampleRequests(address),
    }),
    failed: Promise.race([database.failed, kafka.failed, ...[...processes, entrance].map(({ failed }) => failed)]),
  };
}

/** Starts both at the same time, because Kafka takes some seconds. Kafka is stopped first. */
async function openServers(surroundings: Surroundings) {
  const [database, kafka] = await Promise.allSettled([
    openDatabase(surroundings, DATABASE_SETTINGS),
    openKafka(surroundings),
  ]);
  if (kafka.status === 'fulfilled') surroundings.shutdown.started('Kafka', () => kafka.value.stop());
  if (database.status === 'rejected') throw database.reason;
  if (kafka.status === 'rejected') throw kafka.reason;
  return { database: database.value, kafka: kafka.value };
}

/** Registers the stop of a role before its start, so that roles that start together stop in order too. */
function registered(plan: RoleProcessPlan, { shutdown }: Surroundings): RoleProcess {
  const role = new RoleProcess(plan);
  shutdown.started(plan.name, () => role.stop());
  return role;
}
