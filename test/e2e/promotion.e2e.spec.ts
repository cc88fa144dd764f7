import { startEmbeddedPostgres, type EmbeddedPostgres } from '@firstwrite/local-servers';
import { migrateDatabase } from '@firstwrite/migrations';
import { eventually } from '@firstwrite/testing';
import { startRole, type Role } from './cluster/role';
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

/** A process that takes commands, by the address that leads to the primary of the moment. */
async function commandProcess(instance: string): Promise<Shop> {
  const url = Object.assign(new URL(primary.url), { port: String(address.port) });
  const role = await startRole('command-api', instance, { DATABASE_URL: url.href });
  roles.push(role);
  return shopOf({ client: new Client(role.address) });
}

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
  // This order makes the process notice, and it is about another stream than the lost stock.
  await eventually(async () => expect((await a.order([units('KEPT', 1)])).status).toBe(201), { withinMs: 10_000 });
  expect(await a.order([units('LOST', 100)])).toMatchObject({ status: 409, body: { code: 'insufficient-stock' } });
  const database = await Database.connect(standby.url);
  expect(await database.oversold()).toEqual([]);
  await database.close();
});
