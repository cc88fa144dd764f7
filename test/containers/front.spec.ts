import { problemCatalogue } from '@firstwrite/roles';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { composeFile, REPOSITORY } from './compose-file';
import { CONFIGURATION, whereHaproxyIs } from './haproxy';

const configuration = readFileSync(CONFIGURATION, 'utf8');
const { services } = composeFile();

whereHaproxyIs()('HAProxy itself accepts the configuration', () => {
  const { status, stderr } = spawnSync('haproxy', ['-c', '-f', CONFIGURATION], { encoding: 'utf8' });
  expect({ status, stderr }).toMatchObject({ status: 0 });
});

test('it sends requests to services of the compose file, at the port that the image listens on', () => {
  const servers = [...configuration.matchAll(/^\s*server-template \S+ \d+ (\S+):(\d+)/gm)].map(([, host, port]) => ({
    host,
    port,
  }));
  expect(servers).toHaveLength(2);
  for (const { host, port } of servers) {
    expect(services[String(host)]?.command).toEqual([host]);
    expect(readFileSync(resolve(REPOSITORY, 'Dockerfile'), 'utf8')).toContain(`EXPOSE ${port}\n`);
  }
});

test('it listens at the port that compose publishes', () => {
  const [, port] = /^\s*bind :(\d+)$/m.exec(configuration) ?? [];
  expect(services['front']?.ports?.[0]?.split(':').at(-1)).toBe(port);
});

test('it stops before its container is killed', () => {
  const [, hardStopSeconds] = /hard-stop-after (\d+)s/.exec(configuration) ?? [];
  expect(Number(hardStopSeconds)).toBeLessThan(Number.parseInt(String(services['front']?.stop_grace_period), 10));
});

test('its own answers are problems of the service', () => {
  const bodies = [...configuration.matchAll(/problem\+json string '([^']+)'/g)].map(
    ([, body]) => JSON.parse(String(body)) as { code: string; title: string; status: number },
  );
  expect(bodies.length).toBeGreaterThan(3);
  const problems = problemCatalogue();
  for (const { code, title, status } of bodies) {
    expect(problems.kindOf(code)).toMatchObject({ title, status });
  }
});
