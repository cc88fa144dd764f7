import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { nodeArguments, profileArguments } from '../contenders/node-arguments';
import type { LoadResult } from '../load/load-result';
import type { CallersLoad, InProcessAnswer, InProcessRequest, Memory } from './requests';

export interface InProcessOptions {
  readonly databaseUrl: string;
  /** The folder of the CPU profile; absent: none is taken. */
  readonly profileDirectory?: string | undefined;
}

/** The product without HTTP, in its own process, so that the measuring process does not disturb it. */
export class InProcessChild {
  private constructor(private readonly child: ChildProcess) {}

  static async start({ databaseUrl, profileDirectory }: InProcessOptions): Promise<InProcessChild> {
    const child = fork(join(__dirname, 'in-process/main.js'), [], {
      execArgv: [...nodeArguments, ...profileArguments(profileDirectory)],
      env: { ...process.env, DATABASE_URL: databaseUrl, LOG_LEVEL: 'warn' },
    });
    const started = new InProcessChild(child);
    await started.answer();
    return started;
  }

  get pid(): number {
    return this.child.pid as number;
  }

  /** Receives a million units of each SKU of the list. */
  async receive(skus: readonly string[]): Promise<void> {
    await this.ask({ kind: 'receive', skus });
  }

  async load(load: CallersLoad): Promise<LoadResult> {
    return (await this.ask({ kind: 'load', ...load })) as LoadResult;
  }

  async memory(): Promise<Memory> {
    return (await this.ask({ kind: 'memory' })) as Memory;
  }

  /** Stops the product in order, and waits for the end of the process. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.disconnect();
    await exited;
  }

  /** Sends one request; the caller waits for its answer before the next. */
  private async ask(request: InProcessRequest): Promise<unknown> {
    const answered = this.answer();
    this.child.send(request);
    return answered;
  }

  private async answer(): Promise<unknown> {
    const abort = new AbortController();
    const exited = once(this.child, 'exit', abort).then(([code]) => {
      throw new Error(`the product in process ended with ${String(code)}`);
    });
    exited.catch(() => undefined);
    try {
      const [answer] = (await Promise.race([once(this.child, 'message', abort), exited])) as [InProcessAnswer];
      if ('problem' in answer) throw new Error(answer.problem);
      return answer.result;
    } finally {
      abort.abort();
    }
  }
}
