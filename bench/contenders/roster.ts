import { bare } from './bare';
import type { Contender } from './contender';
import { httpRival } from './http-rival';
import { ours } from './ours';
import { pgbenchRival } from './pgbench-rival';

export const typeormForUpdate = httpRival({
  name: 'N',
  title: 'NestJS-Express + TypeORM, SELECT … FOR UPDATE',
  directory: 'typeorm-for-update',
  gateDirectory: 'typeorm',
});
export const typeormOptimistic = httpRival({
  name: 'N′',
  title: 'NestJS-Express + TypeORM, UPDATE … WHERE version =, three retries',
  directory: 'typeorm-optimistic',
  gateDirectory: 'typeorm',
});
export const emmett = httpRival({ name: 'E', title: 'Emmett on PostgreSQL behind Fastify', directory: 'emmett' });
export const messageDb = httpRival({
  name: 'M',
  title: "message-db's write_message behind Fastify",
  directory: 'message-db',
});
export const oneStatement = pgbenchRival({
  name: 'P',
  title: 'pgbench, one statement: UPDATE … RETURNING + INSERT',
  directory: 'one-statement',
});
export const skipLocked = pgbenchRival({
  name: 'K',
  title: 'pgbench, one row a unit + SKIP LOCKED',
  directory: 'skip-locked',
});

export const contenders: readonly Contender[] = [
  ours,
  typeormForUpdate,
  typeormOptimistic,
  emmett,
  messageDb,
  oneStatement,
  skipLocked,
  bare,
];
