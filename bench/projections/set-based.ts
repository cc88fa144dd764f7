import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';
import { GateFailedError } from '../gate/gate-failed.error';
import { repository } from '../repository';

const sqlOf = (name: string) => readFile(join(repository, 'bench/rivals/set-based', name), 'utf8');

/** Makes every view by SQL in the server, in a schema beside ours. @returns seconds */
export async function makeViewsBySql(database: Client): Promise<number> {
  const sql = await sqlOf('views.sql');
  await database.query('drop schema if exists set_based cascade');
  await database.query('checkpoint');
  const startedAtMs = performance.now();
  await database.query(sql);
  return (performance.now() - startedAtMs) / 1_000;
}

interface Difference {
  readonly view: string;
  readonly rows: string;
  readonly only_ours: string;
  readonly only_theirs: string;
}

/**
 * Proves that both sides did the same work: our views have the same rows as the views that SQL made. @throws
 * GateFailedError
 */
export async function passSameViews(database: Client): Promise<void> {
  const { rows } = await database.query<Difference>(await sqlOf('same-views.sql'));
  const different = rows.filter((view) => view.only_ours !== '0' || view.only_theirs !== '0');
  if (different.length > 0) throw new GateFailedError(`not the rows that SQL made: ${JSON.stringify(different)}`);
}
