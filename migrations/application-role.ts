import { APPLICATION_ROLE } from '@firstwrite/postgres';
import { DatabaseError, escapeIdentifier, type Client } from 'pg';
import { DatabaseNotReadyError } from './database-errors';

/** Another process created the role meanwhile: duplicate_object, or unique_violation on the catalogue. */
const CREATED_MEANWHILE = new Set(['42710', '23505']);

/** Creates the application's role if it is missing, and makes these users its members. @throws DatabaseNotReadyError */
export async function ensureApplicationRole(owner: Client, users: readonly string[]): Promise<void> {
  const { rows } = await owner.query('select from pg_roles where rolname = $1', [APPLICATION_ROLE]);
  if (rows.length === 0) await orExplain(owner, `create role ${APPLICATION_ROLE} nologin`);
  for (const user of users) {
    const member = await owner.query<{ member: boolean }>(`select pg_has_role($1, $2, 'member') as member`, [
      user,
      APPLICATION_ROLE,
    ]);
    if (!member.rows[0]?.member) await orExplain(owner, `grant ${APPLICATION_ROLE} to ${escapeIdentifier(user)}`);
  }
}

async function orExplain(owner: Client, statement: string): Promise<void> {
  try {
    await owner.query(statement);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    if (CREATED_MEANWHILE.has(error.code ?? '')) return;
    throw new DatabaseNotReadyError(
      `the database user "${owner.user}" may not run "${statement}" (${error.message}): ` +
        'have an administrator run it, or set DATABASE_MIGRATION_URL to a user who may',
    );
  }
}
