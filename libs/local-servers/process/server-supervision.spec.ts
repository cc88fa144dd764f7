import { IllegalTransitionError } from '@firstwrite/resilience';
import type { GuardedExit } from './guard';
import { RestartBudget, ServerSupervision, type RunningServer } from './server-supervision';

const KILLED: GuardedExit = { code: null, signal: 'SIGKILL' };
/** Longer than the delays of all restarts of a minute. */
const RESTARTS_MS = 5_000;

interface FakeServer extends RunningServer {
  end(): void;
}

describe('a supervised server', () => {
  let started: FakeServer[];
  let starts: (() => Promise<FakeServer>)[];
  let log: string[];
  let stopping: AbortController;
  let supervision: ServerSupervision<FakeServer>;

  beforeEach(() => {
    jest.useFakeTimers();
    [started, starts, log, stopping] = [[], [], [], new AbortController()];
    const plan = { name: 'Server', start, log: (line: string) => void log.push(line), stopping: stopping.signal };
    supervision = new ServerSupervision(newServer(), plan);
  });
  afterEach(() => jest.useRealTimers());

  function newServer(): FakeServer {
    let end: () => void = () => undefined;
    const exited = new Promise<GuardedExit>((resolve) => (end = () => resolve(KILLED)));
    started.push({ pid: started.length + 1, exited, end });
    return started.at(-1)!;
  }

  /** Starts a server at once, unless the test says otherwise. */
  function start(): Promise<FakeServer> {
    return (starts.shift() ?? (() => Promise.resolve(newServer())))();
  }

  async function end(): Promise<void> {
    supervision.current.end();
    await jest.advanceTimersByTimeAsync(0);
  }

  it('is started again when it ends unexpectedly', async () => {
    await end();
    expect(supervision.mode).toBe('running');
    expect(supervision.current.pid).toBe(2);
    expect(log).toEqual(['Server (process 1) ended unexpectedly (SIGKILL)', 'Server runs again (process 2)']);
  });

  it('is started again and again until it serves', async () => {
    starts = [() => Promise.reject(new Error('no disk'))];
    await end();
    expect(supervision.mode).toBe('restarting');
    await jest.advanceTimersByTimeAsync(RESTARTS_MS);
    expect(supervision.mode).toBe('running');
    expect(log).toContain('Server could not be started again: no disk');
  });

  it('has failed when no restart is left', async () => {
    starts = Array.from({ length: 5 }, () => () => Promise.reject(new Error('no disk')));
    await end();
    await jest.advanceTimersByTimeAsync(RESTARTS_MS);
    expect(supervision.mode).toBe('failed');
    expect(await supervision.ended).toMatchObject({
      code: 'restarts-exhausted',
      message: 'Server is not started again: no disk',
    });
  });

  it('stays down while it is paused, and the pause uses up no restart', async () => {
    for (let round = 1; round <= 6; round++) {
      supervision.pause();
      expect(supervision.mode).toBe('pausing');
      await end();
      await jest.advanceTimersByTimeAsync(RESTARTS_MS);
      expect(supervision.mode).toBe('paused');
      const resumed = supervision.resume();
      expect(supervision.mode).toBe('resuming');
      await jest.advanceTimersByTimeAsync(0);
      await resumed;
      expect([supervision.mode, supervision.current.pid]).toEqual(['running', round + 1]);
    }
    expect(log.join()).not.toContain('unexpectedly');
  });

  it('rejects a resume when no restart is left', async () => {
    starts = Array.from({ length: 5 }, () => () => Promise.reject(new Error('no disk')));
    supervision.pause();
    await end();
    const refusal = expect(supervision.resume()).rejects.toMatchObject({ code: 'restarts-exhausted' });
    await jest.advanceTimersByTimeAsync(RESTARTS_MS);
    await refusal;
    expect(supervision.mode).toBe('failed');
  });

  it.each(['running', 'pausing', 'paused', 'restarting', 'resuming'] as const)(
    'ends without an error when it is stopped while it is %s',
    async (mode) => {
      const isPaused = mode !== 'running' && mode !== 'restarting';
      let refuse: () => void = () => undefined;
      starts = [() => new Promise((_, reject) => (refuse = () => reject(new Error('told to stop'))))];
      if (isPaused) supervision.pause();
      if (mode !== 'running' && mode !== 'pausing') await end();
      const resumed = mode === 'resuming' ? supervision.resume() : Promise.resolve();
      await jest.advanceTimersByTimeAsync(0);
      expect(supervision.mode).toBe(mode);

      stopping.abort();
      refuse();
      await end();
      await resumed;
      expect(await supervision.ended).toBeUndefined();
      expect(supervision.mode).toBe('stopped');
    },
  );

  it('refuses a transition that its mode does not allow', async () => {
    await expect(supervision.resume()).rejects.toThrow(IllegalTransitionError);
    expect(supervision.mode).toBe('running');
    supervision.pause();
    expect(() => supervision.pause()).toThrow(IllegalTransitionError);
    await expect(supervision.resume()).rejects.toThrow('no transition from "pausing" to "resuming"');
    stopping.abort();
    await end();
    expect(() => supervision.pause()).toThrow('no transition from "stopped" to "pausing"');
    await expect(supervision.resume()).rejects.toThrow(IllegalTransitionError);
  });
});

describe('restarts', () => {
  it('wait longer each time, and end after five in a minute', () => {
    const budget = new RestartBudget();
    const waitsMs = [0, 1_000, 2_000, 3_000, 4_000].map((nowMs) => budget.take(nowMs) ?? Infinity);
    const mostMs = [0, 100, 200, 400, 800];
    expect(waitsMs.filter((waitMs, at) => waitMs > mostMs[at]! || waitMs < mostMs[at]! / 2)).toEqual([]);
    expect(budget.take(5_000)).toBeUndefined();
  });

  it('are forgotten after their window', () => {
    const budget = new RestartBudget({ restartsMax: 1, windowMs: 1_000 });
    expect(budget.take(0)).toBe(0);
    expect(budget.take(999)).toBeUndefined();
    expect(budget.take(1_000)).toBe(0);
  });
});
