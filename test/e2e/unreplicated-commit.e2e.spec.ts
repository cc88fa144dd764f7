import { eventually } from '@firstwrite/testing';
import type { Database } from './system/database';
import { units } from './system/shop';
import { useSystem } from './system/use-system';

const use = useSystem();

/** Makes commits wait for a standby that does not exist, while `work` runs. */
async function withoutStandby(work: (session: Database) => Promise<void>): Promise<void> {
  const session = await use.system.openDatabase();
  const configure = async (setting: string) => {
    await session.query(`alter system ${setting}`);
    await session.query('select pg_reload_conf()');
  };
  await configure(`set synchronous_standby_names = 'missing'`);
  try {
    await eventually(
      async () =>
        expect(await session.query('show synchronous_standby_names')).toMatchObject([
          { synchronous_standby_names: 'missing' },
        ]),
      { withinMs: 5_000 },
    );
    await work(session);
  } finally {
    await configure('reset synchronous_standby_names');
    await session.close();
  }
}

test('a commit that stops waiting for its standby has an unknown outcome, and its key settles it', async () => {
  await use.shop.receive('ALONE', 5);
  const order = () => use.shop.order([units('ALONE', 2)], { key: 'alone' });
  await withoutStandby(async (session) => {
    const ordered = order();
    await eventually(
      async () => {
        const cancelled = await session.query(
          `select pg_cancel_backend(pid) from pg_stat_activity
           where wait_event = 'SyncRep' and query like 'copy event %'`,
        );
        expect(cancelled).toHaveLength(1);
      },
      { withinMs: 5_000 },
    );
    expect(await ordered).toMatchObject({ status: 503, body: { code: 'outcome-unknown' } });
  });
  expect((await order()).status).toBe(201);
  expect(await use.database.events('stock-main/ALONE')).toHaveLength(2);
});
