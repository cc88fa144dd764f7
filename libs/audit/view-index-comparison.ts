import { AuditFaultError } from './audit-fault.error';
import type { AuditSession } from './audit-session';
import type { VersionedRow, ViewIndex } from '@firstwrite/views';

type IndexRow = readonly unknown[];

/** Compares the index of a view with the view's rows. */
export class IndexComparison {
  rowCount = 0;
  private expected: IndexRow[] = [];
  private readonly sql: string;

  constructor(private readonly index: ViewIndex<VersionedRow>) {
    const names = index.columns.map(({ name }) => name).join(', ');
    const arrays = index.columns.map(({ type }, at) => `$${at + 1}::${type}[]`).join(', ');
    this.sql = `
select (wanted.at - 1)::integer
from unnest(${arrays}) with ordinality as wanted (${names}, at)
join ${index.table} using (${names})`;
  }

  get table(): string {
    return this.index.table;
  }

  /** Notes a row of the view: the next {@link compare} looks for its index rows. */
  expect(row: VersionedRow): void {
    this.expected.push(...this.index.rowsOf(row));
  }

  async compare(session: AuditSession): Promise<void> {
    const { expected, index } = this;
    if (expected.length === 0) return;
    this.expected = [];
    const arrays = index.columns.map((_, at) => expected.map((row) => row[at]));
    const found = await session.queryArrays<[number]>(this.sql, arrays);
    this.rowCount += found.length;
    if (found.length === expected.length) return;
    const present = new Set(found.map(([at]) => at));
    const missing = expected.find((_, at) => !present.has(at)) ?? [];
    throw new AuditFaultError({ where: this.placeOf(missing), expected: 'a row', found: 'none' });
  }

  async requireNoMore(session: AuditSession): Promise<void> {
    const { table, columns, orphaned } = this.index;
    const [total] = await session.query<{ count: string }>(`select count(*) from ${table}`);
    if (Number(total?.count) === this.rowCount) return;
    const names = columns.map(({ name }) => `i.${name}::text`).join(', ');
    const [extra] = await session.queryArrays<IndexRow>(
      `select ${names} from ${table} i where ${orphaned} order by ${names} limit 1`,
      [],
    );
    throw extra
      ? new AuditFaultError({ where: this.placeOf(extra), expected: 'no row by the events', found: 'one' })
      : new AuditFaultError({ where: table, expected: `${this.rowCount} rows`, found: String(total?.count) });
  }

  private placeOf(row: IndexRow): string {
    return `${this.index.table} (${row.map(String).join(', ')})`;
  }
}
