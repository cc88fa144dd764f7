import { readSettings, settingsCatalogue } from '@firstwrite/platform';
import Ajv2020 from 'ajv/dist/2020';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { composeFile, ourServices, REPOSITORY, type ComposeService } from './compose-file';

const compose = composeFile();
const services = Object.entries(compose.services);
const ours = ourServices(compose);
/** Whether the service ends by itself. Other services then wait for its success. */
const runsOnce = ({ command }: ComposeService) => command?.[0] === 'firstwrite';
const readJson = (path: string): unknown => JSON.parse(readFileSync(resolve(REPOSITORY, path), 'utf8'));

test('the file is valid by the published schema of compose files', () => {
  const schema = readJson('test/containers/compose-spec/compose-spec.json') as object;
  const validate = new Ajv2020({
    strict: false,
    allErrors: true,
    inlineRefs: false,
    code: { optimize: false },
  }).compile(schema);
  validate(compose);
  expect(validate.errors).toBeNull();
});

describe('a service of our image', () => {
  test('there are several to check', () => expect(ours.length).toBeGreaterThan(5));

  test.each(ours)('%s has only settings of ours, with allowed values', (_, { environment = {} }) => {
    expect(Object.keys(environment).filter((name) => !(name in settingsCatalogue))).toEqual([]);
    for (const value of Object.values(environment)) expect(typeof value).toBe('string');
    expect(readSettings(environment)).toMatchObject({ DATABASE_URL: environment['DATABASE_URL'] });
  });

  test.each(ours)('%s runs a program that "npm run build" builds', (_, { command: [program] = [] }) => {
    const { projects } = readJson('nest-cli.json') as { projects: Record<string, { root: string; entryFile: string }> };
    const { scripts } = readJson('package.json') as { scripts: { build: string } };
    const project = program === 'firstwrite' ? 'cli' : String(program);
    expect(projects[project]).toMatchObject({ root: `apps/${project}`, entryFile: 'main' });
    expect(scripts.build.split(/\s+/)).toContain(project);
  });

  test.each(ours)('%s runs on a read-only file system, and has time to stop in order', (_, service) => {
    expect(service.read_only).toBe(true);
    expect(secondsOf(service.stop_grace_period)).toBeGreaterThan(40);
  });

  test.each(ours)(
    '%s can be scaled: it has no fixed container name and, except standalone, no port of the host',
    (name, service) => {
      expect(service.container_name).toBeUndefined();
      if (name !== 'standalone') expect(service.ports).toBeUndefined();
    },
  );
});

test.each(services)('%s is reachable from this machine only by default', (_, { ports = [] }) => {
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
});

test.each(services)('%s is restarted after a failure, unless it ends by itself', (_, service) => {
  expect(service.restart).toBe(runsOnce(service) ? 'on-failure:5' : 'unless-stopped');
});

describe('the dependencies of a service', () => {
  const waits = services.flatMap(([name, { depends_on = {} }]) =>
    Object.entries(depends_on).map(([awaited, { condition }]) => ({ name, awaited, condition })),
  );

  test.each(waits)('$name → $awaited exists in every profile of $name', ({ name, awaited }) => {
    const available = compose.services[awaited]?.profiles ?? [];
    expect(available).toEqual(expect.arrayContaining([...(compose.services[name]?.profiles ?? [])]));
  });

  test.each(waits)('$name → $awaited can be waited for: it ends, or has a health check', ({ awaited, condition }) => {
    const { healthcheck, ...service } = compose.services[awaited] as ComposeService;
    if (runsOnce(service)) expect(condition).toBe('service_completed_successfully');
    else expect(condition).toBe('service_healthy');
    const hasCheck = healthcheck?.test !== undefined || ours.some(([name]) => name === awaited);
    if (condition === 'service_healthy') expect(hasCheck && healthcheck?.disable !== true).toBe(true);
  });
});

test('every volume that is used has a name, and every name is used', () => {
  const used = services.flatMap(([, { volumes = [] }]) => volumes).filter((volume) => !volume.startsWith('./'));
  expect(used.map((volume) => volume.split(':')[0]).sort()).toEqual(Object.keys(compose.volumes).sort());
});

test("PostgreSQL's data outlives its container: since version 18 the volume is the parent folder", () => {
  expect(compose.services['postgres']).toMatchObject({
    image: 'postgres:18',
    volumes: ['postgres-data:/var/lib/postgresql'],
  });
});

test("Kafka's data outlives its container", () => {
  const { environment = {}, volumes } = compose.services['kafka'] as ComposeService;
  expect(volumes).toEqual([`kafka-data:${environment['KAFKA_LOG_DIRS']}`]);
});

function secondsOf(duration = '0s'): number {
  const [, amount, unit] = /^(\d+)(s|m)$/.exec(duration) ?? [];
  return Number(amount) * (unit === 'm' ? 60 : 1);
}
