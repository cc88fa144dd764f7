import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The example, started as its users start it. */
export class ExampleProcess {
  private readonly child: ChildProcess;
  private output = '';
  private errors = '';

  constructor(settings: NodeJS.ProcessEnv) {
    this.child = spawn(process.execPath, [join(__dirname, '..', 'low-stock.mjs')], {
      env: { ...process.env, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
  }

  /** The complete lines that it has printed. @throws Error with its standard error when it has ended */
  get lines(): string[] {
    if (this.child.exitCode !== null) throw new Error(`the example ended: ${this.errors}`);
    return this.output.split('\n').slice(0, -1);
  }

  /** Interrupts the example, as Ctrl-C does. @returns its exit code */
  async interrupt(): Promise<number | null> {
    if (this.child.exitCode === null) {
      this.child.kill('SIGINT');
      await once(this.child, 'exit');
    }
    return this.child.exitCode;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}
