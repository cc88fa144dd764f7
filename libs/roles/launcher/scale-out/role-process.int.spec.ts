import { findFreePort } from '@firstwrite/local-servers';
import { eventually } from '@firstwrite/testing';
import { RoleProcess } from './role-process';

const SERVER = `
  const server = require('node:http').createServer((_, reply) => reply.end(String(process.pid)));
  server.listen(Number(process.argv[1]), '127.0.0.1');`;

async function roleOf(program: string): Promise<{ role: RoleProcess; lines: string[] }> {
  const port = await findFreePort();
  const lines: string[] = [];
  const role = new RoleProcess({
    name: 'tester 1',
    command: process.execPath,
    args: ['-e', program, String(port)],
    stopSignal: 'TERM',
    address: `http://127.0.0.1:${port}`,
    onLine: (line) => lines.push(line),
  });
  return { role, lines };
}

const pidAt = async ({ plan }: RoleProcess): Promise<number> => Number(await (await fetch(plan.address)).text());

async function killAndAwaitNext(role: RoleProcess): Promise<void> {
  const pid = await pidAt(role);
  process.kill(pid, 'SIGKILL');
  await eventually(async () => expect(await pidAt(role)).not.toBe(pid), { withinMs: 20_000 });
}

test('a role that dies is restarted at its address, a limited number of times: then it has failed', async () => {
  const { role, lines } = await roleOf(SERVER);
  await role.start();
  for (let restart = 1; restart <= 5; restart += 1) await killAndAwaitNext(role);
  process.kill(await pidAt(role), 'SIGKILL');
  expect((await role.failed).message).toMatch(/^tester 1 is not started again: /);
  expect(lines).toContainEqual(expect.stringMatching(/^tester 1 \(process \d+\) ended unexpectedly \(SIGKILL\)$/));
  await role.stop();
});

test('a role that ends before it listens is not restarted: the error has its last lines', async () => {
  const { role } = await roleOf(`console.error('firstwrite: PORT="x" is not allowed'); process.exit(1)`);
  await expect(role.start()).rejects.toThrow('tester 1 did not start: firstwrite: PORT="x" is not allowed');
  await role.stop();
});

test('a stop ends the process, which is not restarted', async () => {
  const { role } = await roleOf(SERVER);
  await role.start();
  await role.stop();
  await expect(pidAt(role)).rejects.toThrow();
});
