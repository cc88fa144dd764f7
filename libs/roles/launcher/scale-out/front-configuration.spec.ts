import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { frontConfiguration } from './front-configuration';

const deployed = readFileSync(resolve(__dirname, '../../../../deploy/front/haproxy.cfg'), 'utf8');
const behind = {
  commandApi: { address: 'http://127.0.0.1:20001' },
  queryApi: { address: 'http://127.0.0.1:20002' },
};

test('the deployed configuration gets the addresses of this machine, and nothing else changes', () => {
  const made = frontConfiguration(deployed, { host: '127.0.0.1', port: 3001, ...behind });
  const changed = made.split('\n').filter((line) => !deployed.split('\n').includes(line));
  expect(changed).toEqual([
    '  bind 127.0.0.1:3001',
    '  server query-api-1 127.0.0.1:20002',
    '  server command-api-1 127.0.0.1:20001',
  ]);
  expect(made.split('\n')).toHaveLength(deployed.split('\n').length);
});

test('a configuration without a line for an address is refused, not used unchanged', () => {
  const without = deployed.replace('bind :3000', 'bind :80');
  expect(() => frontConfiguration(without, { host: '127.0.0.1', port: 3001, ...behind })).toThrow(/haproxy\.cfg/);
});
