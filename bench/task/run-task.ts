import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { profileArguments } from '../contenders/node-arguments';
import type { Task } from './tasks';

/** The folder of the task's CPU profile; absent: none is taken. */
export interface TaskOptions {
  readonly profileDirectory?: string | undefined;
}

export interface RunningTask<Result> {
  /** The result of the task. Rejects when the task fails. */
  readonly result: Promise<Result>;
  /** Ends a task that runs until it is stopped. */
  stop(): void;
}

/** Starts a task in its own process. */
export function startTask<Result>(task: Task, { profileDirectory }: TaskOptions = {}): RunningTask<Result> {
  const script = join(__dirname, 'task/main.js');
  const child = spawn(process.execPath, [...profileArguments(profileDirectory), script, JSON.stringify(task)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const result = Promise.all([text(child.stdout), once(child, 'exit')]).then(([output, [code]]) => {
    if (code !== 0) throw new Error(`${task.kind} ended with ${String(code)}`);
    return JSON.parse(output) as Result;
  });
  return { result, stop: () => child.stdin.end() };
}

/** Runs a task that ends by itself, as {@link startTask} does. */
export async function runTask<Result>(task: Task, options?: TaskOptions): Promise<Result> {
  return startTask<Result>(task, options).result;
}
