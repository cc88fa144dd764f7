import { createTestDatabase, type TestDatabase } from '@firstwrite/testing';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { item, SmallShop } from '../../../libs/audit/test/small-shop';
import { commandRuns } from '../test/command-runs';
import { registerAudit } from './audit.command';
import { registerConfig } from './config.command';
import { registerMigrate } from './migrate.command';
import { registerRebuild } from './rebuild.command';

describe('the commands on the database', () => {
  let directory: string;
  let database: TestDatabase;
  let shop: SmallShop;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'database-commands-'));
    database = await createTestDatabase();
    shop = await SmallShop.open(database.url);
    await shop.receive(item('A'), 10);
    await shop.place([item('A'), 4]);
    await shop.fillViews();
  });
  afterAll(async () => {
    await shop.store.close();
    await database.drop();
    await rm(directory, { recursive: true });
  });

  const run = commandRuns([registerAudit, registerMigrate, registerRebuild, registerConfig], () => ({
    DATABASE_URL: database.url,
  }));

  it('migrate reports that there is nothing to do, and dumps the schema', async () => {
    const path = join(directory, 'schema.sql');
    const { stdout, exitCode } = await run('migrate', '--dump', path);
    expect([stdout, exitCode]).toEqual([`the schema is up to date\nwrote the schema to ${path}\n`, undefined]);
    expect(await readFile(path, 'utf8')).toContain('event_pkey');
  });

  it('migrate names the migrations that it ran', async () => {
    const empty = await createTestDatabase({ migrated: false });
    process.env['DATABASE_URL'] = empty.url;
    const { stdout } = await run('migrate');
    await empty.drop();
    expect(stdout).toMatch(/^ran EventStore\d+\nran Views\d+\n/);
  });

  it('migrate says in one line where it cannot write', async () => {
    const { stderr, exitCode } = await run('migrate', '--dump', join(directory, 'none/schema.sql'));
    expect(stderr).toMatch(/^firstwrite: .*schema\.sql cannot be written: ENOENT.*\n$/);
    expect(exitCode).toBe(1);
  });

  it('audit prints a table and that it passed', async () => {
    const { stdout, exitCode } = await run('audit');
    expect(stdout).toMatch(
      /^streams +2\nevents +3\n(.*\n)*units on hand +6\n(.*\n)*rows of order_view +1\n(.*\n)*audit passed\n$/,
    );
    expect(exitCode).toBeUndefined();
  });

  it('audit prints one line of JSON when asked to', async () => {
    const { stdout } = await run('audit', '--json');
    expect(stdout.trimEnd()).not.toContain('\n');
    expect(JSON.parse(stdout)).toMatchObject({ passed: true, orders: 1, units: { onHand: 6 } });
  });

  it('a fault is one line and exit code 1, and rebuild repairs the view', async () => {
    await database.query('update stock_availability set on_hand = 7');
    const line = 'stock_availability (main, A): expected on_hand 6, found 7';
    const failed = await run('audit', '--json');
    expect(failed.exitCode).toBe(1);
    expect(failed.stderr).toContain(`firstwrite: audit failed: ${line}\n`);
    expect(JSON.parse(failed.stdout)).toEqual({
      passed: false,
      fault: { where: 'stock_availability (main, A)', expected: 'on_hand 6', found: '7' },
    });
    expect((await run('rebuild', 'stock-availability')).stdout).toMatch(/stock-availability: events +2\n/);
    expect((await run('audit')).stdout).toMatch(/audit passed\n$/);
  });

  it('rebuild --all rebuilds every view', async () => {
    await database.query('truncate stock_ledger, order_view, order_sku');
    await database.query(`insert into product_view (sku, version, name) values ('Z', 1, 'Zebra')`);
    const { stdout } = await run('rebuild', '--all', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      views: [
        { projection: 'stock-availability', events: 2, rows: 1, parkedStreams: 0 },
        { projection: 'stock-ledger', events: 2, rows: 2, hash: expect.stringMatching(/^[0-9a-f]{16}$/) },
        { projection: 'orders', events: 1, rows: 2 },
        { projection: 'products', events: 0, rows: 0, hash: '0000000000000000' },
      ],
    });
    expect((await run('audit')).exitCode).toBeUndefined();
  });

  it('rebuild --rollback restores the replaced view, and a second time undoes that', async () => {
    await database.query('update stock_availability set on_hand = 9');
    await run('rebuild', 'stock-availability');
    const { stdout } = await run('rebuild', 'stock-availability', '--rollback');
    expect(stdout).toMatch(/^stock-availability: parked streams +0\n(.*\n)*stock-availability: seconds /);
    expect(await database.query('select on_hand from stock_availability')).toEqual([{ on_hand: '9' }]);
    await run('rebuild', 'stock-availability', '--rollback');
    expect((await run('audit')).exitCode).toBeUndefined();
  });

  it('rebuild --drop-before frees the disk space, and then no rollback is possible', async () => {
    expect((await run('rebuild', '--all', '--drop-before')).exitCode).toBeUndefined();
    expect(await database.query(`select relname from pg_class where relname like '%\\_\\_%'`)).toEqual([]);
    const { stderr, exitCode } = await run('rebuild', 'orders', '--rollback');
    expect([stderr, exitCode]).toEqual(['firstwrite: there is no view of "orders" from before a rebuild\n', 1]);
  });

  it('rebuild refuses --rollback together with --drop-before', async () => {
    const { stderr } = await run('rebuild', 'orders', '--rollback', '--drop-before');
    expect(stderr).toBe('firstwrite: say --rollback or --drop-before, not both\n');
  });

  it('config shows what is set, without passwords', async () => {
    process.env['DATABASE_URL'] = 'postgres://shop:geheim@db/shop';
    const { stdout } = await run('config');
    expect(stdout).toMatch(/^name +value +from +allowed +meaning\n/);
    expect(stdout).toMatch(/\nDATABASE_URL +postgres:\/\/shop:\*\*\*@db\/shop +set /);
    expect(stdout).toMatch(/\nLANE_QUEUE_MAX +10000 +default /);
    expect(stdout).not.toContain('geheim');
    expect(JSON.parse((await run('config', '--json')).stdout)).toContainEqual(
      expect.objectContaining({ name: 'DATABASE_URL', value: 'postgres://shop:***@db/shop', from: 'set' }),
    );
  });

  it.each(['audit', 'migrate', 'rebuild --all', 'config'])('%s names a bad setting in one line', async (command) => {
    process.env['LANE_QUEUE_MAX'] = '3';
    const { stderr, exitCode } = await run(...command.split(' '));
    expect([stderr, exitCode]).toEqual(['firstwrite: LANE_QUEUE_MAX="3" is not allowed: allowed: 10 … 1000000\n', 1]);
  });

  it.each(['audit', 'rebuild --all'])('%s does not make a database where there is none', async (command) => {
    delete process.env['DATABASE_URL'];
    process.env['FIRSTWRITE_DATA_DIR'] = join(directory, 'none');
    const { stderr, exitCode } = await run(...command.split(' '));
    expect([stderr.split('\n').length, exitCode]).toEqual([2, 1]);
    expect(stderr).toMatch(/^firstwrite: There is no database in /);
  });
});
