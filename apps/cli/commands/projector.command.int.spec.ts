import { KafkaMessageLog } from '@firstwrite/messaging';
import { createOwnViews, ownViewsGroup, ownViewsSessionOptions } from '@firstwrite/views';
import {
  createTestDatabase,
  describeWithKafka,
  eventually,
  sharedTestKafka,
  type TestDatabase,
} from '@firstwrite/testing';
import { shop as catalogue } from '@firstwrite/shop';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { item, SmallShop } from '../../../libs/audit/test/small-shop';
import { commandRuns } from '../test/command-runs';
import { registerAudit } from './audit.command';
import { registerParked } from './parked.command';
import { registerProjector } from './projector.command';

const unknown = 'no instance "shelf-2" has views of its own: "firstwrite projector list" names those that have';

const { projections } = catalogue;

describe('the commands for views that instances keep for themselves', () => {
  let database: TestDatabase;
  let shop: SmallShop;

  beforeAll(async () => {
    database = await createTestDatabase();
    shop = await SmallShop.open(database.url);
    await shop.receive(item('A'), 10);
  });
  afterAll(async () => {
    await shop.store.close();
    await database.drop();
  });

  const firstwrite = commandRuns([registerProjector, registerAudit, registerParked], () => ({
    DATABASE_URL: database.url,
    KAFKA_BROKERS: undefined,
  }));
  const run = (line: string) => firstwrite(...line.split(' '));

  async function makeViews(instance: string): Promise<void> {
    const owner = new Client({ connectionString: database.url });
    await owner.connect();
    await createOwnViews(owner, instance, projections);
    await owner.end();
  }

  it('list says when there are none', async () => {
    expect((await run('projector list')).stdout).toBe('no instance has views of its own\n');
  });

  it('list shows how far behind the views of each instance are', async () => {
    await makeViews('shelf-1');
    await makeViews('behind');
    await shop.fillViews(ownViewsSessionOptions('shelf-1'));
    const listed = JSON.parse((await run('projector list --json')).stdout) as unknown;
    expect(listed).toEqual([
      {
        instance: 'behind',
        running: false,
        eventsBehind: 1,
        oldestMs: expect.any(Number) as number,
        group: 'firstwrite-views-behind',
      },
      { instance: 'shelf-1', running: false, eventsBehind: 0, oldestMs: 0, group: 'firstwrite-views-shelf-1' },
    ]);
    expect((await run('projector list')).stdout).toMatch(
      /^instance +runs +events behind +for ms +group\nbehind +no +1 +\d+ +firstwrite-views-behind\nshelf-1 +no +0 +0 +firstwrite/,
    );
  });

  it("audit --views compares that instance's views, and no others", async () => {
    const audit = 'audit --json --wait-views-ms 0 --views';
    expect(JSON.parse((await run(`${audit} shelf-1`)).stdout)).toMatchObject({
      ...{ passed: true, rows: { stock_availability: 1 } },
      lagEvents: { 'stock-availability': 0 },
    });
    await database.query('update views_shelf_1.stock_availability set on_hand = 11');
    const { stderr, exitCode } = await run(`${audit} shelf-1`);
    expect(stderr).toMatch(/stock_availability \(main, A\).*on_hand/);
    expect(exitCode).toBe(1);
    expect(JSON.parse((await run(`${audit} behind`)).stdout)).toMatchObject({ lagEvents: { 'stock-availability': 1 } });
  });

  it.each(['audit --views shelf-2', 'parked list --instance shelf-2', 'projector forget shelf-2'])(
    '%s says in one line that there is no such instance',
    async (line) => {
      const { stdout, stderr, exitCode } = await run(line);
      expect([stdout, stderr, exitCode]).toEqual(['', `firstwrite: ${unknown}\n`, 1]);
    },
  );

  it('forget refuses an instance that is connected, whether or not it follows a log', async () => {
    const keeper = new Client({ connectionString: database.url, application_name: 'firstwrite-views-behind' });
    await keeper.connect();
    expect(JSON.parse((await run('projector list --json')).stdout)).toMatchObject([
      { instance: 'behind', running: true },
      { instance: 'shelf-1', running: false },
    ]);
    const { stderr, exitCode } = await run('projector forget behind');
    expect([stderr, exitCode]).toEqual(['firstwrite: query-api behind runs: stop it first\n', 1]);
    await keeper.end();
    const running = `select 1 from pg_stat_activity where application_name = 'firstwrite-views-behind'`;
    await eventually(async () => expect(await database.query(running)).toEqual([]), { withinMs: 5_000 });
  });

  it('forget removes the views of one instance, and says that it removed no group', async () => {
    const { stdout } = await run('projector forget behind');
    expect(stdout).toBe('the views of behind are gone\nKAFKA_BROKERS is not set: no group was removed\n');
    expect(JSON.parse((await run('projector list --json')).stdout)).toMatchObject([{ instance: 'shelf-1' }]);
    expect((await run('projector forget behind')).exitCode).toBe(1);
  });

  describeWithKafka('with a log', () => {
    it('forget refuses an instance while its group has a member, and then removes the group', async () => {
      const brokers = await sharedTestKafka();
      const instance = `shelf-${randomBytes(6).toString('hex')}`;
      const group = ownViewsGroup(instance);
      await makeViews(instance);
      process.env['KAFKA_BROKERS'] = brokers.join(',');
      const log = new KafkaMessageLog({ brokers, clientId: 'test' });
      const settings = { replicationFactor: 1, minInsyncReplicas: 1, retentionMs: 3_600_000, batchBytesMax: 1_000_000 };
      await log.applyTopic({ topic: group, partitions: 1, ...settings });
      let partitions: readonly number[] = [];
      const handler = {
        assigned: (ours: readonly number[]) => void (partitions = ours),
        received: async () => undefined,
      };
      const member = log.subscribe({ topic: group, group, instance, handler });
      await eventually(() => expect(partitions).toEqual([0]), { withinMs: 20_000 });

      const { stderr } = await run(`projector forget ${instance}`);
      expect(stderr).toMatch(/^firstwrite: query-api shelf-\w+ runs, or was killed some seconds ago.*\n$/);
      await member.stop();
      await log.close();
      expect((await run(`projector forget ${instance}`)).stdout).toBe(
        `the views of ${instance} are gone\nthe consumer group ${group} is gone\n`,
      );
    });
  });
});
