import type { CopyStatement } from '@firstwrite/postgres';
import { escapeLiteral } from 'pg';
import type { View } from '../table/view';
import { advanceSql } from './project-rows.sql';
import { copyOf, namesOf } from '../table/view-columns';

/** SQLSTATE: a claim is no longer valid, and nothing was written. */
export const CLAIM_LOST = 'FW004';

/** Copies rows that are new to the view, and their index rows. */
export function copyRowsSql<Row>({ table, columns, index }: View<Row>, rows: readonly Row[]): CopyStatement {
  const copyRows = `copy ${table} (${namesOf(columns)}) from stdin`;
  if (!index) return { sql: copyRows, copies: [copyOf(columns, rows)] };
  const copyIndex = `copy ${index.table} (${namesOf(index.columns)}) from stdin`;
  const indexed = rows.flatMap((row) => index.rowsOf(row));
  return { sql: `${copyRows};\n${copyIndex}`, copies: [copyOf(columns, rows), copyOf(index.columns, indexed)] };
}

/**
 * Waits for locked tables before the transaction gets its id, because a transaction with an id holds back the feed. The
 * writes take the same lock anyway.
 */
export function lockTablesSql(tables: readonly string[]): string {
  return `lock table ${tables.join(', ')} in row exclusive mode`;
}

/** Moves all of these checkpoints or none. The parameters are those of `advanceSql`. */
export function moveAllSql(parameters: readonly unknown[], checkpoints: number): string {
  const moveAll = `with moved as (${advanceSql}) select assert_claims(count(*), ${checkpoints}) from moved`;
  return withLiterals(moveAll, parameters);
}

/** The statement with its parameters as literals: a simple query has no parameters. */
export function withLiterals(sql: string, parameters: readonly unknown[]): string {
  return sql.replace(/\$(\d+)/g, (_, at) => literal(parameters[Number(at) - 1]));
}

function literal(parameter: unknown): string {
  return escapeLiteral(Array.isArray(parameter) ? `{${parameter.join()}}` : String(parameter));
}
