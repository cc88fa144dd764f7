import { eventually } from '@firstwrite/testing';
import { spawnGuarded, type GuardedCommand, type GuardedProcess } from './guard';
import { observeProcess } from './process-facts';

interface Heard {
  readonly process: GuardedProcess;
  readonly lines: string[];
}

async function guarded(script: string, more: Partial<GuardedCommand> = {}): Promise<Heard> {
  const lines: string[] = [];
  const process = await spawnGuarded({
    command: '/bin/sh',
    args: ['-c', script],
    stopSignal: 'TERM',
    graceMs: 5_000,
    onLine: (line, stream) => lines.push(`${stream}: ${line}`),
    ...more,
  });
  return { process, lines };
}

describe('a guarded process', () => {
  it('reports its exit code and its lines', async () => {
    const { process, lines } = await guarded('echo one; echo two >&2; printf three; exit 7');
    expect(await process.exited).toEqual({ code: 7, signal: null });
    expect(lines.sort()).toEqual(['stderr: two', 'stdout: one', 'stdout: three']);
  });

  it('has ended although a process that it started keeps its output open', async () => {
    const { process: parent, lines } = await guarded('sleep 60 & echo $!; exit 7');
    expect(await parent.exited).toEqual({ code: 7, signal: null });
    expect(process.kill(Number(lines[0]?.replace('stdout: ', '')), 'SIGKILL')).toBe(true);
  });

  it('reports the signal that ended it', async () => {
    const { process } = await guarded('kill -s KILL $$');
    expect(await process.exited).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('reports its own pid, and has no input', async () => {
    const { process, lines } = await guarded('cat; echo "$$"');
    await process.exited;
    expect(lines).toEqual([`stdout: ${process.pid}`]);
  });

  it('gets its arguments and environment unchanged', async () => {
    const args = ['-c', 'echo "$1|$2|$FLAVOUR"', 'sh', 'two words', '$(id)'];
    const { process, lines } = await guarded('', { args, env: { FLAVOUR: 'sweet & sour' } });
    await process.exited;
    expect(lines).toEqual(['stdout: two words|$(id)|sweet & sour']);
  });

  it('stops cleanly, also when it is asked twice', async () => {
    const { process, lines } = await guarded('trap "echo tidy; exit 0" TERM; echo up; while :; do sleep 0.05; done');
    await eventually(() => expect(lines).toEqual(['stdout: up']), { withinMs: 5_000 });
    await Promise.all([process.stop(), process.stop()]);
    expect(await process.exited).toEqual({ code: 0, signal: null });
    expect(lines).toContain('stdout: tidy');
    expect(await observeProcess(process.pid)).toBeUndefined();
  });

  it('is killed when it ignores the stop signal until its grace period is over', async () => {
    const { process, lines } = await guarded('trap "" TERM; echo up; while :; do sleep 0.05; done', { graceMs: 200 });
    await eventually(() => expect(lines).toEqual(['stdout: up']), { withinMs: 5_000 });
    await process.stop();
    expect(await process.exited).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('ends with 127 when the command does not exist', async () => {
    const { process } = await guarded('', { command: '/nonexistent/program' });
    expect(await process.exited).toEqual({ code: 127, signal: null });
  });

  it('rejects when no process can be started', async () => {
    await expect(guarded('true', { cwd: '/nonexistent' })).rejects.toMatchObject({ code: 'start-failed' });
  });
});
