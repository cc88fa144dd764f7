import type { Role } from '../e2e/cluster/role';
import { leaveNothingBehind } from '../e2e/system/clean-up';
import { campaignOptions } from './campaign-options';
import { randomFaults, type Fault, type Victim } from './random-faults';
import { countIn, letPass, underLoad, type Ground, type Summary } from './under-load';

const { minutes, seed } = campaignOptions({ minutes: 2, seed: 1 });

/** Time for the servers, the roles and the final proofs. */
const aroundMsMax = 600_000;
jest.setTimeout(aroundMsMax + 2 * minutes * 60_000);
leaveNothingBehind();

const victims: readonly Victim[] = [
  { name: 'relay', instance: '1' },
  { name: 'relay', instance: '2' },
  { name: 'projector', instance: '1' },
  { name: 'projector', instance: '2' },
  { name: 'projector', instance: '3' },
];

test(`projectors and relays are killed and frozen for ${minutes} min, and nothing is lost (seed ${seed})`, () =>
  underLoad({ projectors: 3 }, async (ground) => {
    await ground.cluster.add('relay', '2');
    ground.say(`seed ${seed}`);
    const summary: Summary = {};
    const all = await Promise.allSettled(
      victims.map((victim, at) => hurt(ground, { victim, faults: randomFaults(seed + at, minutes * 60) }, summary)),
    );
    // Wait for all of them first, so that no process is started while the cluster is being stopped.
    for (const one of all) if (one.status === 'rejected') throw one.reason;
    return summary;
  }));

/**
 * Applies faults to one victim, independently of the others, so that any number of victims is away at a time. At the
 * end the victim runs again.
 */
async function hurt(
  { cluster, say }: Ground,
  { victim, faults }: { victim: Victim; faults: readonly Fault[] },
  summary: Summary,
): Promise<void> {
  const { name, instance } = victim;
  let role = cluster.running(name).find((one) => one.instance === instance)!;
  for (const { kind, afterSeconds, lastsSeconds } of faults) {
    await letPass(afterSeconds);
    say(`${kind} ${name} ${instance} for ${lastsSeconds.toFixed(1)} s`);
    if (kind === 'freeze') await freeze(role, lastsSeconds);
    else {
      await role.kill9();
      await letPass(lastsSeconds);
      role = await cluster.add(name, instance);
    }
    countIn(summary, `${kind === 'kill' ? 'kills' : 'freezes'} of a ${name}`);
  }
}

async function freeze(role: Role, lastsSeconds: number): Promise<void> {
  role.freeze();
  try {
    await letPass(lastsSeconds);
  } finally {
    role.thaw();
  }
  if (role.hasEnded()) throw new Error(`${role.name} ${role.instance} ended after it was thawed: ${role.output()}`);
}
