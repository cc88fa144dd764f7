import { eventually } from '@firstwrite/testing';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { REPOSITORY } from './compose-file';

const run = promisify(execFile);
const SCRIPT = resolve(REPOSITORY, 'deploy/assemble-image.sh');

/** An ordinary user, as the image's own user is: `nobody` on most Linux systems. */
const NOBODY = { uid: 65_534, gid: 65_534 };
const ordinaryUser = process.getuid?.() === 0 ? NOBODY : {};
const READY_MS_MAX = 20_000;

/**
 * The image's files in a folder. The script of the Dockerfile lays them out, and they are read-only as in a container.
 */
export class AssembledImage {
  private readonly running = new Set<ChildProcess>();

  private constructor(readonly root: string) {}

  static async assemble(): Promise<AssembledImage> {
    const root = await realpath(await mkdtemp(join(tmpdir(), 'firstwrite-image-')));
    await chmod(root, 0o755);
    for (const part of ['dependencies', 'program']) await run(SCRIPT, [part, root]);
    await run('chmod', ['-R', 'a-w', root]);
    return new AssembledImage(root);
  }

  /** Runs a command of the image by its entry point, until the command ends. */
  async runOnce(command: readonly string[], settings: Readonly<Record<string, string>>): Promise<string> {
    const { stdout } = await run(this.entryPoint, command, { ...ordinaryUser, cwd: '/', env: environment(settings) });
    return stdout;
  }

  /** Starts a role by the entry point, and waits until the role is ready. */
  async start(role: string, settings: Readonly<Record<string, string>>): Promise<RunningContainer> {
    const env = environment(settings);
    const child = spawn(this.entryPoint, [role], { ...ordinaryUser, cwd: '/', env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.running.add(child);
    child.once('close', () => this.running.delete(child));
    const container = new RunningContainer(child, join(this.root, 'deploy/image/health-check.cjs'), env);
    await container.becomesReady();
    return container;
  }

  async remove(): Promise<void> {
    for (const child of this.running) child.kill('SIGKILL');
    await run('chmod', ['-R', 'u+w', this.root]);
    await rm(this.root, { recursive: true, force: true, maxRetries: 10 });
  }

  private get entryPoint(): string {
    return join(this.root, 'deploy/image/entrypoint.sh');
  }
}

/** A role that was started from the image's files. */
export class RunningContainer {
  private output = '';

  constructor(
    private readonly child: ChildProcess,
    private readonly healthCheck: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
  }

  get port(): number {
    return Number(this.env['PORT']);
  }

  async becomesReady(): Promise<void> {
    await eventually(
      async () => {
        if (this.child.exitCode !== null) return;
        const status = await this.statusOf('/health/ready').catch((error: unknown) => String(error));
        if (status !== 200) throw new Error(`/health/ready: ${status}; output: ${this.output}`);
      },
      { withinMs: READY_MS_MAX, everyMs: 50 },
    );
    if (this.child.exitCode !== null) throw new Error(`ended with ${this.child.exitCode}: ${this.output}`);
  }

  async statusOf(path: string): Promise<number> {
    const reply = await fetch(`http://127.0.0.1:${this.port}${path}`, { signal: AbortSignal.timeout(5_000) });
    await reply.arrayBuffer();
    return reply.status;
  }

  /** The exit code of the image's health check. */
  async health(): Promise<number> {
    const check = spawn(process.execPath, [this.healthCheck], { env: this.env, stdio: 'ignore' });
    const [code] = (await once(check, 'close')) as [number];
    return code;
  }

  /** Stops the role, as a container is stopped. @returns its exit code */
  async stop(): Promise<number | null> {
    const closed = once(this.child, 'close');
    this.child.kill('SIGTERM');
    const [code] = (await closed) as [number | null];
    return code;
  }
}

function environment(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const path = `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`;
  return {
    PATH: path,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    HOSTNAME: 'a1b2c3d4e5f6',
    LOG_LEVEL: 'warn',
    ...settings,
  };
}
