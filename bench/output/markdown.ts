import { explanations } from './explanations';
import { cellsOf, figure, goalText } from './figures';
import { merged } from './merged';
import type { ResultFile, ResultRow } from './result-file';
import type { ThreadTime } from './time-by-part';

/** A drawing that the report shows under a row. */
export interface ReportChart {
  /** The row's id. */
  readonly row: string;
  readonly title: string;
  /** The path of the drawing, relative to the report's folder. */
  readonly path: string;
}

const RIVALS = `
| name | what it is                                                                            |
| ---- | ------------------------------------------------------------------------------------- |
| N    | NestJS on Express, TypeORM, \`SELECT … FOR UPDATE\`                                     |
| N′   | the same with \`UPDATE … WHERE version =\` and three retries                            |
| E    | Emmett's PostgreSQL event store behind Fastify                                        |
| M    | message-db's \`write_message\` behind Fastify                                           |
| P    | pgbench: one statement an order (\`UPDATE … RETURNING\` + \`INSERT\`), no HTTP            |
| K    | pgbench: one row a unit, \`SKIP LOCKED\`, no HTTP                                       |
| H    | the product's own POST without a database: what its HTTP stack alone can do here      |
| S    | set-based SQL in the server                                                           |
`;

/** The whole report: every row of the runs, met or not, and the commands that repeat it. */
export function performanceReport(runs: readonly ResultFile[], charts: readonly ReportChart[]): string {
  const results = merged(runs);
  const ids = [...new Set(results.metrics.map(({ id }) => id))];
  return [
    '# How fast it is',
    'Made by `npm run bench:report` from what `npm run bench` wrote; no figure was typed.',
    summary(results.metrics),
    machine(results),
    runs.map(runBlock).join('\n\n'),
    '## Who is measured',
    RIVALS.trim(),
    ...ids.map((id) => section(id, results, charts)),
    ...(results.profiles ? [profileSection(results.profiles)] : []),
    method,
  ].join('\n\n');
}

function summary(rows: readonly ResultRow[]): string {
  const withGoal = rows.filter(({ met }) => met !== null);
  const met = withGoal.filter(({ met }) => met === true).length;
  const failed = rows.filter(({ gate }) => gate === 'failed').length;
  const absent = rows.filter(({ gate }) => gate === 'not run').length;
  const cells = `Of ${withGoal.length} measured cells with a goal ${met} reach it.`;
  return `${cells} ${failed} failed their gate and have no figure; ${absent} cannot be measured yet.`;
}

function machine({ host }: ResultFile): string {
  const lines = [
    `Machine: ${host.cores} × ${host.cpu}, ${host.memoryGiB} GiB, ${host.platform}`,
    `Node ${host.node}, PostgreSQL ${host.postgres}, fsync=${host.fsync}, synchronous_commit=${host.synchronousCommit}`,
  ];
  return lines.map((line) => `- ${line}`).join('\n');
}

/** The command and the settings of a run: the runs of one report may differ. */
function runBlock({ host, settings: run }: ResultFile): string {
  const { seconds, rounds, connections, command, startedAt, tookSeconds } = run;
  const how = `${rounds} rounds of ${seconds} s a cell and contender, ${connections} connections`;
  const when = `Tree ${host.commit}, ${startedAt}, ${Math.ceil(tookSeconds / 60)} minutes, ${how}:`;
  const quick = run.quick ? '\n\nA quick run: an impression, not a result.' : '';
  return `${when}\n\n\`\`\`sh\n${command}\n\`\`\`${quick}`;
}

const heading = ['cell', 'rival', 'ours', 'theirs', 'unit', 'ratio: median (min … max)', 'goal', ''];

function section(
  id: string,
  { metrics, settings: { titles, stolen } }: ResultFile,
  charts: readonly ReportChart[],
): string {
  const rows = metrics.filter((row) => row.id === id);
  const table = [heading, heading.map(() => '---'), ...rows.map(escapedCells)].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
  const problems = rows.filter(({ problem }) => problem !== undefined);
  const notes = problems.map(
    ({ cell, rival, problem }) => `- ${[cell, rival].filter(Boolean).join(', ')}: ${oneLine(problem)}`,
  );
  notes.push(...outOfReach(rows));
  const explanation = rows.some(({ met }) => met === false) ? explanations[id] : undefined;
  const drawings = charts.filter(({ row }) => row === id).map(({ title, path }) => `![${title}](${path})`);
  const parts = [
    `## ${id}: ${titles[id] ?? id}`,
    stolenLine(stolen[id]),
    table.join('\n'),
    notes.join('\n'),
    explanation === undefined ? '' : `Why not: ${explanation}.`,
    drawings.join('\n\n'),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** States how much time the host took away: ratios are made side by side, but single figures suffer from it. */
function stolenLine(share: number | undefined): string {
  if (share === undefined) return '';
  return `The host gave ${(share * 100).toFixed(1)} % of the processors' time to other machines meanwhile.`;
}

const escapedCells = (row: ResultRow) => cellsOf(row).map((text) => text.replaceAll('|', '\\|'));

/** Names the goals that the HTTP stack alone does not reach on this machine, so that no database behind it can. */
function outOfReach(rows: readonly ResultRow[]): string[] {
  return rows.flatMap((row) => {
    const { cell, rival, unit, theirs, goal, bound } = row;
    const bare = rows.find((other) => other.rival === 'H' && other.cell === cell && other.unit === unit)?.theirs;
    if (!bare || !goal || row.met !== false) return [];
    // H is a bound only if it does better than ours: each latency is measured at half of a contender's own maximum.
    if ((bound === 'min' ? bare - (row.ours ?? 0) : (row.ours ?? 0) - bare) < 0) return [];
    const most = theirs ? bare / theirs : bare;
    if (bound === 'min' ? most >= goal : most <= goal) return [];
    const what = `${cell}: ${goalText(row)}${rival ? ` × ${rival}` : ` ${unit}`} is out of reach here`;
    return [`- ${what}; H alone, without a database, is ${figure(most)}${rival ? ` × ${rival}` : ''}`];
  });
}

/** The table of the profiles: a column for each measured thread, a row for each part. */
function profileSection(profiles: NonNullable<ResultFile['profiles']>): string {
  const threads = Object.entries(profiles).flatMap(([what, ofIt]) =>
    ofIt.map(({ thread, parts }) => ({ thread: `${what}: ${thread}`, parts })),
  );
  const parts = [...new Set(threads.flatMap((thread) => thread.parts.map(({ part }) => part)))];
  const shareOf = ({ parts: shares }: ThreadTime, part: string) => {
    const share = shares.find((one) => one.part === part)?.share;
    return share === undefined ? '' : `${(share * 100).toFixed(1)} %`;
  };
  const rows = [
    ['part', ...threads.map(({ thread }) => thread)],
    ['---', ...threads.map(() => '--:')],
    ...parts.map((part) => [part, ...threads.map((thread) => shareOf(thread, part))]),
  ];
  return ['## What our threads work on', PROFILE, rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')].join(
    '\n\n',
  );
}

/** The reason for a missing figure, in one line; the results have the stack trace. */
function oneLine(problem = ''): string {
  return (problem.split('\n')[0] ?? '').replaceAll(/[<>*_`|]/g, (sign) => `\\${sign}`);
}

const PROFILE = `Shares of the time that our threads worked, by row, \
from CPU profiles of our processes in the run that has \`--profile\` in its command: it
leaves them, and a flame graph of each, in the folder named there. What a native function took is its caller's; \
what the engine does not
explain, like its compiler, is left out. While a thread waits for a processor that others have, it counts as working: \
a write to a socket
often ends so, because the receiver is given the processor at once. Taking profiles slows that run: its figures count
for rows only that no other run measured.`;

const method = `## How it is measured

- All contenders of a cell are up at once, each on a fresh database of its own on one PostgreSQL, \
with the same durability, which is asserted.
  Each gets its stock, \`ANALYZE\`, \`CHECKPOINT\` and two seconds of load that do not count.
- Rounds go A B C … C B A. A ratio is made within a round; the table shows the median of the rounds' ratios, \
the least and the greatest.
- All of the product's features are on: validation, an Idempotency-Key on every order, snapshots, the views. \
A round of ours ends when the
  views have caught up: making them does not slow a rival down, and its CPU is ours.
- CPU is what the system has counted for the contender's processes and for PostgreSQL with all its processes; \
the load's own is left out.
  What PostgreSQL does for contenders that are up and idle counts for the one whose round it is.
- The load keeps so many connections busy, one request each. At a rate it sends each order when it is due, \
and an order's latency counts from
  then: a late answer counts for all who came behind it.
- Rivals behind HTTP may answer 409 after their retries; only 201 counts as an order. Ours may answer nothing but 201.
- A row says what share of the processors' time the host gave to other machines while it was measured. \
Where it is more than a few percent,
  single figures and latencies are the neighbours' as much as ours; ratios are made side by side within a round. \
P10 and P11 are the accounts
  of P1's and P2's rounds, and what was taken is said there.
- After a cell every contender passes a gate: as many orders and units in its tables as were accepted, none twice, \
no stock below zero, streams
  dense; for ours also the audit, which folds every event and compares every view. Who fails has no figure.`;
