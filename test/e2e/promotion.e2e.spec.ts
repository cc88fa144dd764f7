import { startEmbeddedPostgres, type EmbeddedPostgres } from '@firstwrite/local-servers';
import { migrateDatabase } from '@firstwrite/migrations';
import { eventually } from '@firstwrite/testing';
import { startRole, type Role, type RoleName } from './cluster/role';
import { Standby } from './cluster/standby';
import { SwitchedPort } from './cluster/switched-port';
import { leaveNothingBehind } from './system/clean-up';
import { Client } from './system/client';
import { makeDirectory } from './system/data-directory';
import { Database } from './system/database';
import { shopOf, units, type Shop } from './system/shop';

let primary: EmbeddedPostgres;
let standby: Standby;
let address: SwitchedPort;
let roles: Role[];

leaveNothingBehind();

beforeEach(async () => {
  roles = [];
  primary = await startEmbeddedPostgres({ dataDirectory: await makeDirectory(), log: () => undefined });
  await migrateDatabase({ ownerUrl: primary.url, applicationUrl: primary.url, region: 'local' });
  standby = await Standby.of(primary);
  address = await SwitchedPort.to(primary.port);
});
afterEach(async () => {
  for (const role of roles) await role.kill9();
  await address.close();
  await standby.stop();
  await primary.stop();
});

/** Starts a process that reaches the current primary by one address. */
async function processOf(name: RoleName, instance = '1'): Promise<Client> {
  const url = Object.assign(new URL(primary.url), { port: String(address.port) });
  const role = await startRole(name, instance, { DATABASE_URL: url.href });
  roles.push(role);
  return new Client(role.address);
}

const commandProcess = async (instance: string): Promise<Shop> =>
  shopOf({ client: await processOf('command-api', instance) });

async function failOver(): Promise<void> {
  await standby.promote();
  address.switchTo(standby.port);
}

test('a process that remembers lost stock does not sell it after a failover', async () => {
  const [a, b] = [await commandProcess('a'), await commandProcess('b')];
  for (const sku of ['LOST', 'KEPT']) expect((await a.receive(sku, 5)).status).toBe(201);
  await standby.caughtUp();
  await standby.cutOff();
  expect(await a.receive('LOST', 100)).toMatchObject({ status: 201 });
  await failOver();
  await eventually(async () => expect((await b.adjust('LOST', { countedOnHand: 0 })).status).toBe(201), {
    withinMs: 10_000,
  });
  // This order makes the process notice the failover. It is about another stream than the lost stock.
  await eventually(async () => expect((await a.order([units('KEPT', 1)])).status).toBe(201), { withinMs: 10_000 });
  expect(await a.order([units('LOST', 100)])).toMatchObject({ status: 409, body: { code: 'insufficient-stock' } });
  const database = await Database.connect(standby.url);
  expect(await database.oversold()).toEqual([]);
  await database.close();
});

test('after a planned switchover, running processes write, project, and accept new tokens', async () => {
  const shop = await commandProcess('1');
  const [reader] = [await processOf('query-api'), await processOf('projector')];
  expect((await shop.receive('MOVED', 5)).status).toBe(201);
  await standby.caughtUp();
  await failOver();
  const order = await eventually(
    async () => {
      const reply = await shop.order([units('MOVED', 2)]);
      expect(reply.status).toBe(201);
      return reply;
    },
    { withinMs: 10_000 },
  );
  const token = { 'consistency-token': order.headers['consistency-token'] ?? '' };
  await eventually(
    async () =>
      expect(await reader.get('/v1/stock?sku=MOVED', token)).toMatchObject({
        status: 200,
        body: { items: [{ available: 3, version: 2 }] },
      }),
    { withinMs: 20_000 },
  );
});
