import type { CellOutcome } from '../metric';
import { barCharts, lineCharts } from './charts';
import { figure, goalText } from './figures';
import { performanceReport } from './markdown';
import { merged } from './merged';
import { outcomeTable } from './outcome-table';
import { resultRow, type ResultFile } from './result-file';

const outcomes: CellOutcome[] = [
  {
    ...{ id: 'P1', cell: 'hot', rival: 'N', unit: 'orders/s', ours: 37_018, theirs: 571.4, gate: 'passed' },
    ...{ ratio: { median: 64.8, min: 60, max: 70.25 }, goal: { atLeast: 60 }, met: true },
  },
  {
    ...{ id: 'P1', cell: 'hot', rival: 'H', unit: 'orders/s', ours: 37_018, theirs: 56_000, gate: 'passed' },
    ...{ ratio: { median: 0.66, min: 0.6, max: 0.7 }, goal: { atLeast: 0.7 }, met: false },
  },
  { id: 'P1', cell: 'hot', rival: 'E', gate: 'failed', problem: 'orders 9 instead of 10' },
  { id: 'P1', cell: 'hot', rival: 'P', gate: 'not run', problem: 'there is no pgbench in the PATH' },
  {
    ...{ id: 'P12', cell: '10⁴', rival: null, unit: 'orders/s', ours: 1_000, theirs: null, gate: 'passed' },
    ...{ ratio: { median: 1, min: 1, max: 1 }, goal: null, met: null },
  },
];

const results: ResultFile = {
  host: {
    ...{ cpu: 'A CPU', cores: 2, memoryGiB: 8, platform: 'linux x64', node: 'v20', postgres: '18.4' },
    ...{ fsync: 'on', synchronousCommit: 'on', commit: 'abc' },
  },
  settings: {
    ...{ command: 'npm run bench -- --only p1', startedAt: '2026-01-01T00:00:00Z', tookSeconds: 61, quick: false },
    ...{
      seconds: 5,
      rounds: 5,
      connections: 128,
      titles: { P1: 'orders/s, hot', P12: 'growth' },
      stolen: { P1: 0.123 },
    },
  },
  metrics: outcomes.map(resultRow),
};

describe('a file of results', () => {
  it('stores a goal as a number and its bound, and no number if the gate failed', () => {
    expect(results.metrics[0]).toMatchObject({ goal: 60, bound: 'min', met: true, gate: 'passed' });
    expect(results.metrics[2]).toEqual({
      ...{ id: 'P1', cell: 'hot', rival: 'E', unit: null, ours: null, theirs: null, ratio: null },
      ...{ goal: null, bound: null, met: null, gate: 'failed', problem: 'orders 9 instead of 10' },
    });
  });
});

describe('the report', () => {
  const report = performanceReport([results], [{ row: 'P1', title: 'bars', path: 'performance/p1-hot.svg' }]);

  it('shows every row, met or not, and why a figure is missing', () => {
    expect(report).toContain('| hot | N | 37,018 | 571 | orders/s | 64.8 (60 … 70.3) | ≥ 60 | met |');
    expect(report).toContain('| hot | H | 37,018 | 56,000 | orders/s | 0.66 (0.6 … 0.7) | ≥ 0.7 | not met |');
    expect(report).toContain('| hot | E | – | – | – | – | – | gate failed |');
    expect(report).toContain('- hot, P: there is no pgbench in the PATH');
    expect(report).toContain('Of 2 measured cells with a goal 1 reach it. 1 failed their gate');
  });

  it('says how much time the host took away, and which goal is out of reach even without a database', () => {
    expect(report).toContain('The host gave 12.3 % of the processors');
    expect(report.match(/The host gave/g)).toHaveLength(1);
    expect(report).not.toContain('H alone');
    const [hot, ...others] = results.metrics;
    const beyond = { ...results, metrics: [{ ...hot!, goal: 100, met: false }, ...others] };
    expect(performanceReport([beyond], [])).toContain(
      '- hot: ≥ 100 × N is out of reach here; H alone, without a database, is 98 × N',
    );
  });

  it('also says of a cost that the HTTP stack alone exceeds the goal', () => {
    const cost = (rival: string | null, theirs: number | null, goal: number | null) =>
      resultRow({
        ...{ id: 'P10', cell: 'hot', rival, unit: 's per 1 M orders', ours: 200, theirs, gate: 'passed' },
        ...{ ratio: { median: 200, min: 200, max: 200 }, goal: goal === null ? null : { atMost: goal } },
        met: goal === null ? null : false,
      });
    const metrics = [cost('H', 80, null), cost('N', 4_000, 1 / 75), cost(null, null, 26)];
    const costs = performanceReport([{ ...results, metrics }], []);
    expect(costs).toContain('- hot: ≤ 1/75 × N is out of reach here; H alone, without a database, is 0.02 × N');
    expect(costs).toContain('- hot: ≤ 26 s per 1 M orders is out of reach here; H alone, without a database, is 80');
  });

  it('does not use the HTTP stack alone as a bound where ours does better', () => {
    const about = { id: 'P5', cell: 'hot, p99', unit: 'ms', ours: 75, gate: 'passed' } as const;
    const ratio = { median: 1.7, min: 1, max: 2 };
    const metrics = [
      resultRow({ ...about, rival: 'H', theirs: 479, ratio, goal: null, met: null }),
      resultRow({ ...about, rival: 'N', theirs: 44, ratio, goal: { atMost: 1 / 50 }, met: false }),
    ];
    expect(performanceReport([{ ...results, metrics }], [])).not.toContain('out of reach');
  });

  it('explains the missed goals of a row, and explains nothing if all are met', () => {
    expect(report).toContain('Why not: ');
    const met = results.metrics.map((row) => ({ ...row, met: row.met === null ? null : true }));
    expect(performanceReport([{ ...results, metrics: met }], [])).not.toContain('Why not: ');
  });

  it('shows what our threads work on, when a run took profiles', () => {
    expect(report).not.toContain('What our threads work on');
    const threads = [
      { thread: 'main thread', parts: [{ part: 'libs/command-bus', share: 0.25 }] },
      { thread: 'thread of the projections', parts: [{ part: 'zod', share: 0.5 }] },
    ];
    const slow = results.metrics.map((row) => ({ ...row, ours: 1_234 }));
    const profiled = performanceReport([results, { ...results, metrics: slow, profiles: { P1: threads } }], []);
    expect(profiled).not.toContain('1,234');
    expect(profiled).toContain('| part | P1: main thread | P1: thread of the projections |');
    expect(profiled).toContain('| libs/command-bus | 25.0 % |  |');
    expect(profiled).toContain('| zod |  | 50.0 % |');
  });

  it('shows its command, and links its charts', () => {
    expect(report).toContain('npm run bench -- --only p1');
    expect(report).toContain('fsync=on, synchronous_commit=on');
    expect(report).toContain('![bars](performance/p1-hot.svg)');
  });
});

describe('charts', () => {
  it('show ours beside every rival with a figure', () => {
    expect(barCharts(results)).toEqual([
      {
        ...{ row: 'P1', title: 'orders/s, hot: hot', file: 'p1-hot.svg', unit: 'orders/s' },
        bars: [
          { name: 'ours', value: 37_018 },
          { name: 'N', value: 571.4 },
          { name: 'H', value: 56_000 },
        ],
      },
    ]);
  });

  it('draw a growing quantity as a line', () => {
    expect(lineCharts(results)).toEqual([
      {
        ...{ row: 'P12', title: 'growth: orders/s', file: 'p12-orders-s.svg', unit: 'orders/s' },
        points: [{ at: '10⁴', value: 1_000 }],
      },
    ]);
  });
});

describe('figures', () => {
  it('have three significant digits', () => {
    expect([37_018.4, 571.4, 59.34, 0.0129, 0, null, NaN].map(figure)).toEqual([
      ...['37,018', '571', '59.3', '0.0129', '0', '–', '–'],
    ]);
  });

  it('show a small goal as a fraction', () => {
    const row = results.metrics[0]!;
    expect(goalText({ ...row, goal: 1 / 75, bound: 'max' })).toBe('≤ 1/75');
    expect(goalText({ ...row, goal: 0.25, bound: 'min' })).toBe('≥ 0.25');
  });

  it('are printed in the terminal with the problems below', () => {
    expect(outcomeTable(results.metrics)).toContain('\nP1 hot E: orders 9 instead of 10\n');
  });
});

describe('the files of several runs', () => {
  const again: ResultFile = {
    host: { ...results.host, commit: 'def' },
    settings: {
      ...results.settings,
      command: 'npm run bench -- --only p12,p3',
      titles: { P3: 'in process' },
      stolen: { P3: 0 },
    },
    metrics: [
      { ...results.metrics[4], ours: 2_000 },
      { ...results.metrics[4], id: 'P3' },
    ] as ResultFile['metrics'],
  };

  it('become one report, with the last figures of each row, in the order of the rows', () => {
    const { metrics, settings } = merged([results, again]);
    expect(metrics.map(({ id, ours }) => `${id} ${ours}`)).toEqual([
      'P1 37018',
      'P1 37018',
      'P1 null',
      'P1 null',
      'P3 1000',
      'P12 2000',
    ]);
    expect(settings).toMatchObject({
      titles: { P1: 'orders/s, hot', P3: 'in process' },
      stolen: { P1: 0.123, P3: 0 },
    });
  });

  it('are each named with their command, tree and rounds', () => {
    const other = { ...again, settings: { ...again.settings, rounds: 3, seconds: 2 } };
    const report = performanceReport([results, other], []);
    expect(report).toMatch(/Tree abc, .*, 5 rounds of 5 s .*:\n\n```sh\nnpm run bench -- --only p1\n/);
    expect(report).toMatch(/Tree def, .*, 3 rounds of 2 s .*:\n\n```sh\nnpm run bench -- --only p12,p3\n/);
  });
});
