import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { settlesWithin } from '@firstwrite/resilience';
import { LocalServerError } from '../local-server-error';

/** What to run and how to stop it. No shell reads the arguments; without `env` it gets this process's. */
export interface GuardedCommand {
  readonly command: string;
  readonly args?: readonly string[];
  /** The whole environment of the child, not an addition to this process's own. */
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** INT for PostgreSQL (a fast shutdown), TERM for Java and Node, USR1 for HAProxy (a soft stop). Repeated until the child is gone. */
  readonly stopSignal: 'INT' | 'TERM' | 'USR1';
  /** How long a stop may take before the child is killed. */
  readonly graceMs: number;
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
}

/** How a process ended: with a `code` or by a `signal`; the other one is null. */
export interface GuardedExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running command that is stopped when this process ends, if not before. */
export interface GuardedProcess {
  /** The command's own process, not the guard's. */
  readonly pid: number;
  /** Resolves once, when the process has ended and its last lines were handed to `onLine`; never rejects. */
  readonly exited: Promise<GuardedExit>;
  /** Asks for an ordered stop and resolves when the process is gone; may be repeated. */
  stop(): Promise<void>;
}

const STOP_SIGNAL_EVERY_MS = 100;
/** A grandchild may keep an output pipe open after the child ended: wait only this long for the last lines. */
const LAST_LINES_MS_MAX = 250;

/**
 * Starts a command that cannot outlive this process: a shell in its own session stops it when this process ends, kill -9 included.
 * Ctrl-C reaches this process alone, so that the order of a stop stays with the caller.
 * @throws LocalServerError `start-failed` when no process could be made; a command that is not found exits with 126 or 127.
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
  guard.stdin.on('error', () => undefined); // the guard may be gone before the pipe is closed
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

/** A shell reports a child that a signal ended as 128 + the signal's number. */
function fromShell(code: number | null): GuardedExit {
  const name = Object.entries(constants.signals).find(([, number]) => code === 128 + number)?.[0];
  return name === undefined ? { code, signal: null } : { code: null, signal: name as NodeJS.Signals };
}

/** Gives a process an ordered stop when the signal is aborted, also in the middle of its start. */
export function stopOnAbort(guarded: GuardedProcess, stopping: AbortSignal): void {
  const stop = (): void => void guarded.stop();
  if (stopping.aborted) stop();
  stopping.addEventListener('abort', stop, { once: true });
  void guarded.exited.then(() => stopping.removeEventListener('abort', stop));
}

const KEPT_LINES_MAX = 20;
const JOINED_LINES_MAX = 3;

/** The tail of a program's output, kept to explain its end. */
export class LastLines {
  private lines: readonly string[] = [];

  add(line: string): void {
    this.lines = [...this.lines, line].slice(-KEPT_LINES_MAX);
  }

  all(): readonly string[] {
    return this.lines;
  }

  /** One line for an error's message. */
  joined(): string {
    return this.lines.slice(-JOINED_LINES_MAX).join(' | ') || 'it wrote nothing';
  }
}

/**
 * Runs `$3…` as a child and watches the pipe on standard input, whose other end only the launcher holds.
 * End of file means an ordered stop or a launcher that died: the stop signal `$1` is repeated every 100 ms, since a shell's
 * background job ignores an early SIGINT until it installs its own handler, and after `$2` repetitions the child is killed.
 * The child's pid is told on descriptor 3; neither the child nor the reader inherits 3, and only the reader keeps the pipe (4).
 */
export const GUARD_SCRIPT = `
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
