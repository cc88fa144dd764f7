import { eventually } from '@firstwrite/testing';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { REPOSITORY } from './compose-file';

export const CONFIGURATION = resolve(REPOSITORY, 'deploy/front/haproxy.cfg');

export const haproxyIsInstalled = spawnSync('haproxy', ['-v']).status === 0;

/** `test` if HAProxy is installed; otherwise `test.skip`, and a message says so. */
export function whereHaproxyIs(): jest.It {
  if (haproxyIsInstalled) return test;
  process.stderr.write('SKIPPED: haproxy is not installed; deploy/front/haproxy.cfg is not tried\n');
  return test.skip;
}

export interface Behind {
  readonly 'command-api': readonly number[];
  readonly 'query-api': readonly number[];
}

/**
 * The deployed configuration with other addresses: the front listens on `port`, and its servers are ports of this
 * machine.
 */
export class RunningHaproxy {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  static async start(port: number, behind: Behind): Promise<RunningHaproxy> {
    const folder = await mkdtemp(join(tmpdir(), 'firstwrite-front-'));
    const file = join(folder, 'haproxy.cfg');
    await writeFile(file, relocated(await readFile(CONFIGURATION, 'utf8'), port, behind));
    const child = spawn('haproxy', ['-db', '-f', file], { stdio: 'ignore' });
    const running = new RunningHaproxy(child, folder);
    try {
      await eventually(() => running.becomesReady(port), { withinMs: 10_000, everyMs: 50 });
    } catch (error) {
      await running.stop();
      throw error;
    }
    return running;
  }

  private async becomesReady(port: number): Promise<void> {
    const reply = await fetch(`http://127.0.0.1:${port}/health/ready`);
    if (reply.status !== 200) throw new Error(`the front is not ready: ${await reply.text()}`);
  }

  async stop(): Promise<void> {
    const closed = once(this.child, 'close');
    this.child.kill('SIGTERM');
    await closed;
    await rm(this.folder, { recursive: true });
  }
}

function relocated(configuration: string, port: number, behind: Behind): string {
  const servers = (name: keyof Behind) =>
    behind[name].map((at, slot) => `  server ${name}-${slot + 1} 127.0.0.1:${at} id ${slot + 1}`).join('\n');
  return configuration
    .replace('bind :3000', `bind 127.0.0.1:${port}`)
    .replace(/^ {2}server-template (command-api|query-api)-.*$/gm, (_, name: keyof Behind) => servers(name));
}
