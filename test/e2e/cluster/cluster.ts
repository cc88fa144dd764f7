import {
  startEmbeddedPostgres,
  startLocalKafka,
  type EmbeddedPostgres,
  type LocalKafka,
} from '@firstwrite/local-servers';
import { KafkaMessageLog } from '@firstwrite/messaging';
import { migrateDatabase } from '@firstwrite/migrations';
import { kafkaJarDirectory } from '@firstwrite/testing';
import { join } from 'node:path';
import { Client } from '../system/client';
import { makeDirectory } from '../system/data-directory';
import { Database } from '../system/database';
import { startRole, type Role, type RoleName } from './role';

export const TOPIC = 'firstwrite.events.v1';

/** The brokers, and the folder of their files. */
export interface ClusterKafka extends LocalKafka {
  readonly directory: string;
}

export interface ClusterOptions {
  readonly brokers?: 1 | 3;
  readonly partitions?: number;
  readonly projectors?: number;
  /** Settings of every role besides those of the cluster. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Roles as processes on a real PostgreSQL and a real Kafka. A test can kill, freeze and add each role. */
export class Cluster {
  private readonly roles = new Set<Role>();

  private constructor(
    readonly kafka: ClusterKafka,
    readonly postgres: EmbeddedPostgres,
    private connection: Database,
    /** The settings with the addresses of the cluster, for a role or a command line. */
    readonly settings: Readonly<Record<string, string>>,
  ) {}

  /** Starts PostgreSQL, Kafka with the topic, and the roles of a small service. */
  static async start({
    brokers = 1,
    partitions = 6,
    projectors = 1,
    settings = {},
  }: ClusterOptions = {}): Promise<Cluster> {
    const servers: { stop: () => Promise<void> }[] = [];
    try {
      const postgres = await startEmbeddedPostgres({ dataDirectory: await makeDirectory(), log: () => undefined });
      servers.push(postgres);
      await migrateDatabase({ ownerUrl: postgres.url, applicationUrl: postgres.url, region: 'local' });
      const where = { dataDirectory: await makeDirectory(), jarDirectory: kafkaJarDirectory };
      const kafka = await startLocalKafka({ ...where, brokers, log: () => undefined });
      servers.push(kafka);
      const cluster = new Cluster(
        { ...kafka, directory: join(where.dataDirectory, 'kafka') },
        postgres,
        await Database.connect(postgres.url),
        { DATABASE_URL: postgres.url, KAFKA_BROKERS: kafka.brokers, ...settings },
      );
      await cluster.applyTopic(partitions);
      await Promise.all([
        cluster.add('command-api', '1'),
        cluster.add('query-api', '1'),
        cluster.add('relay', '1'),
        ...Array.from({ length: projectors }, (_, at) => cluster.add('projector', String(at + 1))),
      ]);
      return cluster;
    } catch (error) {
      for (const server of servers.reverse()) await server.stop();
      throw error;
    }
  }

  get database(): Database {
    return this.connection;
  }

  /** Connects to the database again after a crash. @throws while the database does not answer */
  async reconnect(): Promise<void> {
    const connection = await Database.connect(this.postgres.url);
    await this.connection.close();
    this.connection = connection;
  }

  async add(name: RoleName, instance: string, settings: Readonly<Record<string, string>> = {}): Promise<Role> {
    const role = await startRole(name, instance, { ...this.settings, ...settings });
    this.roles.add(role);
    return role;
  }

  /** All roles that were started, including ended ones. */
  get everyRole(): readonly Role[] {
    return [...this.roles];
  }

  /** The running processes of a role. */
  running(name: RoleName): Role[] {
    return [...this.roles].filter((role) => role.name === name && !role.hasEnded());
  }

  /** A client of the first process of a role. */
  clientOf(name: 'command-api' | 'query-api'): Client {
    const [role] = this.running(name);
    if (!role) throw new Error(`no ${name} runs`);
    return new Client(role.address);
  }

  /** Creates the topic, or adds partitions to it. */
  async applyTopic(partitions: number): Promise<void> {
    await this.withLog((log) =>
      log.applyTopic({
        topic: TOPIC,
        partitions,
        replicationFactor: this.kafka.nodes.length,
        minInsyncReplicas: this.kafka.nodes.length > 1 ? 2 : 1,
        retentionMs: 7 * 86_400_000,
        batchBytesMax: 4 * 1024 * 1024,
      }),
    );
  }

  /** Gives access to the cluster's Kafka while `use` runs. */
  async withLog<Result>(use: (log: KafkaMessageLog) => Promise<Result>): Promise<Result> {
    const log = new KafkaMessageLog({ brokers: this.kafka.brokers.split(','), clientId: 'test' });
    try {
      return await use(log);
    } finally {
      await log.close();
    }
  }

  /** Stops every role in order, and expects a clean end of each. The servers are stopped in any case. */
  async stop(): Promise<void> {
    try {
      for (const name of ['command-api', 'relay', 'projector', 'query-api'] as const) {
        await Promise.all(this.running(name).map((role) => role.stop()));
      }
    } finally {
      await this.database.close();
      await this.kafka.stop();
      await this.postgres.stop();
    }
  }
}
