import { join } from 'node:path';

/** The ports of one node of a cluster. The ids count from 1. */
export interface NodeAddress {
  readonly id: number;
  readonly port: number;
  readonly controllerPort: number;
}

export type KafkaSettings = Readonly<Record<string, string>>;

export interface NodeSettingsPlan {
  readonly node: NodeAddress;
  readonly nodes: readonly NodeAddress[];
  readonly nodeDirectory: string;
  readonly overrides: KafkaSettings;
}

/** The settings of a node, which is a broker and a controller, and listens on the loopback interface only. */
export function nodeSettings({ node, nodes, nodeDirectory, overrides }: NodeSettingsPlan): KafkaSettings {
  const replicas = String(Math.min(nodes.length, 3));
  const inSync = nodes.length >= 3 ? '2' : '1';
  return {
    'auto.create.topics.enable': 'false',
    // The partitions of a dead broker get another leader after 3 s instead of 9 s.
    'broker.session.timeout.ms': '3000',
    'broker.heartbeat.interval.ms': '500',
    // By default a new group waits 3 s for more members.
    'group.initial.rebalance.delay.ms': '0',
    'group.min.session.timeout.ms': '1000',
    'offsets.topic.num.partitions': '4',
    'offsets.topic.replication.factor': replicas,
    'transaction.state.log.num.partitions': '4',
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': inSync,
    'default.replication.factor': replicas,
    'min.insync.replicas': inSync,
    // The files of a deleted topic are removed after a second instead of a minute.
    'log.segment.delete.delay.ms': '1000',
    'log.retention.check.interval.ms': '5000',
    ...overrides,
    'process.roles': 'broker,controller',
    'node.id': String(node.id),
    'controller.quorum.voters': nodes.map(({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}`).join(','),
    listeners: `PLAINTEXT://127.0.0.1:${node.port},CONTROLLER://127.0.0.1:${node.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${node.port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': join(nodeDirectory, 'log'),
  };
}

/** The text of a Java properties file, where a backslash has to be escaped. */
export function propertiesText(settings: KafkaSettings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value.replaceAll('\\', '\\\\')}\n`)
    .join('');
}
