import type { LocalKafkaNode } from '@firstwrite/local-servers';
import { eventually } from '@firstwrite/testing';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TOPIC, type Cluster } from '../e2e/cluster/cluster';

/** The tasks of a broker beside keeping replicas. */
export const offices = ['leader', 'coordinator', 'controller'] as const;
export type Office = (typeof offices)[number];

/** A broker, and its current task in words. */
export interface Holder {
  readonly node: LocalKafkaNode;
  readonly what: string;
}

const PROJECTORS = 'firstwrite-projector';
const withinMs = 60_000;

/** The broker that holds an office now. For leaders, each turn selects another partition. */
export async function holderOf(cluster: Cluster, office: Office, turn: number): Promise<Holder> {
  return eventually(
    async () => {
      const { id, what } = await offer[office](cluster, turn);
      const node = cluster.kafka.nodes.find((one) => one.id === id);
      if (!node) throw new Error(`no broker is the ${office} at the moment`);
      return { node, what };
    },
    { withinMs, everyMs: 200 },
  );
}

type Offer = (cluster: Cluster, turn: number) => Promise<{ id: number | undefined; what: string }>;

const offer: Record<Office, Offer> = {
  leader: async (cluster, turn) => {
    const leaders = await cluster.withLog((log) => log.leadersOf(TOPIC));
    const partition = turn % leaders.length;
    return { id: leaders[partition], what: `the leader of partition ${partition}` };
  },
  // The commits of a group go to one partition of this topic; the leader of that partition coordinates the group.
  coordinator: async (cluster) => {
    const leaders = await cluster.withLog((log) => log.leadersOf('__consumer_offsets'));
    return { id: leaders[Math.abs(javaHash(PROJECTORS)) % leaders.length], what: 'the coordinator of the projectors' };
  },
  controller: async ({ kafka }) => {
    const votes = await Promise.all(kafka.nodes.map(({ id }) => readVote(kafka.directory, id)));
    const [newest] = votes.sort((one, other) => other.leaderEpoch - one.leaderEpoch);
    return { id: newest?.leaderId, what: 'the controller' };
  },
};

/** Reads what a node knows of the last election. */
async function readVote(kafkaDirectory: string, id: number): Promise<{ leaderId: number; leaderEpoch: number }> {
  const file = join(kafkaDirectory, `node-${id}`, 'log', '__cluster_metadata-0', 'quorum-state');
  return JSON.parse(await readFile(file, 'utf8')) as { leaderId: number; leaderEpoch: number };
}

/** Java's String.hashCode. */
function javaHash(text: string): number {
  let hash = 0;
  for (const character of Buffer.from(text, 'latin1')) hash = (Math.imul(31, hash) + character) | 0;
  return hash;
}
