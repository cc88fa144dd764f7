import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { settlesWithin } from '@firstwrite/resilience';
import { LocalServerError } from '../local-server-error';

/** A command to run, and the way to stop it. No shell interprets the arguments. */
export interface GuardedCommand {
  readonly command: string;
  readonly args?: readonly string[];
  /** The whole environment of the child, not an addition. Default: the environment of this process. */
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  /**
   * INT for PostgreSQL (a fast shutdown), TERM for Java and Node, USR1 for HAProxy (a soft stop). It is sent again and
   * again until the child has ended.
   */
  readonly stopSignal: 'INT' | 'TERM' | 'USR1';
  /** How long a stop may take before the child is killed. */
  readonly graceMs: number;
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
}

/** How a process ended: with an exit `code`, or by a `signal`. The other one is null. */
export interface GuardedExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running command that ends, at the latest, when this process ends. */
export interface GuardedProcess {
  /** The process of the command itself, not of its guard. */
  readonly pid: number;
  /** Resolves when the process has ended and `onLine` got its last lines. Never rejects. */
  readonly exited: Promise<GuardedExit>;
  /** Asks for an orderly stop; resolves when the process has ended. May be repeated. */
  stop(): Promise<void>;
}

const STOP_SIGNAL_EVERY_MS = 100;
/**
 * A process that the child started may keep the output open after the child has ended: its lines are not waited for.
 */
const LAST_LINES_MS_MAX = 250;

/**
 * Starts a command that cannot outlive this process. Its guard, a shell in a session of its own, stops the command
 * when this process ends, by kill -9 too. Ctrl-C reaches this process only, so the caller decides in which order
 * things stop.
 * @throws LocalServerError `start-failed` when the guard could not be started; a command that does not exist ends
 * with the code 126 or 127 instead
 */
export async function spawnGuarded(options: GuardedCommand): Promise<GuardedProcess> {
  const guard = spawn('/bin/sh', guardArguments(options), {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    env: options.env ?? process.env,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    ...(options.gid === undefined ? {} : { gid: options.gid }),
  });
  guard.stdin.on('error', () => undefined); // the guard may end before the pipe is closed
  const exited = observeExit(guard, options.onLine);
  const pid = await childPid(guard).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LocalServerError('start-failed', `Cannot start ${options.command}: ${reason}`);
  });
  return {
    pid,
    exited,
    stop: async () => {
      guard.stdin.end();
      await exited;
    },
  };
}

function guardArguments(options: GuardedCommand): string[] {
  const repeats = Math.ceil(options.graceMs / STOP_SIGNAL_EVERY_MS);
  return ['-c', GUARD_SCRIPT, 'guard', options.stopSignal, String(repeats), options.command, ...(options.args ?? [])];
}

async function childPid(guard: ChildProcess): Promise<number> {
  if (guard.pid === undefined) throw (await once(guard, 'error'))[0];
  const report = guard.stdio[3] as Readable;
  let text = '';
  for await (const chunk of report) text += String(chunk);
  const pid = Number.parseInt(text, 10);
  if (!Number.isSafeInteger(pid)) throw new Error('its guard ended before it could start');
  return pid;
}

async function observeExit(guard: ChildProcess, onLine: GuardedCommand['onLine']): Promise<GuardedExit> {
  if (guard.pid === undefined) return { code: null, signal: null };
  const outputsEnded = Promise.all([
    forwardLines(guard.stdout, (line) => onLine?.(line, 'stdout')),
    forwardLines(guard.stderr, (line) => onLine?.(line, 'stderr')),
  ]);
  const [code, signal] = (await once(guard, 'exit')) as [number | null, NodeJS.Signals | null];
  guard.stdin?.destroy();
  await settlesWithin(outputsEnded, LAST_LINES_MS_MAX);
  return signal === null ? fromShell(code) : { code, signal };
}

async function forwardLines(stream: Readable | null, onLine: (line: string) => void): Promise<void> {
  if (!stream) return;
  const lines = createInterface({ input: stream });
  lines.on('line', onLine);
  await once(lines, 'close');
}

/** When a signal ended its child, a shell exits with 128 + the number of the signal. */
function fromShell(code: number | null): GuardedExit {
  const name = Object.entries(constants.signals).find(([, number]) => code === 128 + number)?.[0];
  return name === undefined ? { code, signal: null } : { code: null, signal: name as NodeJS.Signals };
}

/** Stops a process cleanly when the signal is aborted, even in the middle of its start. */
export function stopOnAbort(guarded: GuardedProcess, stopping: AbortSignal): void {
  const stop = (): void => void guarded.stop();
  if (stopping.aborted) stop();
  stopping.addEventListener('abort', stop, { once: true });
  void guarded.exited.then(() => stopping.removeEventListener('abort', stop));
}

const KEPT_LINES_MAX = 20;
const JOINED_LINES_MAX = 3;

/** Keeps the last lines that a program wrote, to explain why it ended. */
export class LastLines {
  private lines: readonly string[] = [];

  add(line: string): void {
    this.lines = [...this.lines, line].slice(-KEPT_LINES_MAX);
  }

  all(): readonly string[] {
    return this.lines;
  }

  /** The very last lines as one line, for the message of an error. */
  joined(): string {
    return this.lines.slice(-JOINED_LINES_MAX).join(' | ') || 'it wrote nothing';
  }
}

/**
 * Runs `$3…` as a child and reads from the pipe on standard input. Only the launcher holds the other end of the pipe,
 * so end of file means that it asks for a stop, or that it has ended. Then the child gets the stop signal `$1` every
 * 100 ms: a background job of a shell ignores SIGINT until it installs a handler, so the first one may be lost. After
 * `$2` signals the child is killed.
 *
 * Descriptor 3 reports the pid of the child; neither the child nor the reader inherits it. Descriptor 4 is the pipe;
 * only the reader keeps it.
 */
const GUARD_SCRIPT = `
signal=$1; repeats=$2; shift 2
exec 4<&0 </dev/null
"$@" 3>&- 4<&- &
child=$!
echo "$child" >&3
exec 3>&-
{
  while read -r _; do :; done <&4
  while kill -s "$signal" "$child"; do
    if [ "$repeats" -le 0 ]; then kill -s KILL "$child"; break; fi
    repeats=$((repeats - 1))
    sleep 0.1
  done
} >/dev/null 2>&1 &
reader=$!
exec 4<&-
wait "$child"
code=$?
kill "$reader" 2>/dev/null
exit "$code"
`;
