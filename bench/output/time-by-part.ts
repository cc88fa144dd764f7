import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How a thread spent its working time, the largest part first; the shares add up to 1. */
export interface ThreadTime {
  readonly thread: string;
  readonly parts: readonly { readonly part: string; readonly share: number }[];
}

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  /** From 0, as in a source map. */
  readonly lineNumber: number;
  readonly columnNumber: number;
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  readonly children?: readonly number[];
}

interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  /** The id of the node that was active in each sample. */
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

/** Loading and compiling the program take this long, and are not part of the work. */
const START_MICROSECONDS = 4_000_000;
const NO_WORK = new Set(['(idle)', '(root)', '(program)']);
const MAIN_THREAD = '0';
export const PROFILE = '.cpuprofile';

/**
 * Sums up the CPU profiles that were written since then below a folder: for each folder, thread and part. A part is a
 * directory of `libs` or `apps`, a package, Node itself or the garbage collector. A native function belongs to its
 * caller.
 */
export function timeByPart(directory: string, sinceMs: number): Record<string, ThreadTime[]> {
  const profiles = profilesIn(directory).filter((file) => statSync(file).mtimeMs >= sinceMs);
  const folders = new Set(profiles.map((file) => dirname(file)));
  return Object.fromEntries(
    [...folders].map((folder) => [
      relative(directory, folder),
      threadsOf(profiles.filter((file) => dirname(file) === folder)),
    ]),
  );
}

/** The CPU profiles in a folder and below it, sorted. */
export function profilesIn(directory: string): string[] {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith(PROFILE))
    .map((file) => join(directory, file))
    .sort();
}

function threadsOf(profiles: readonly string[]): ThreadTime[] {
  const threads = new Map<string, Map<string, number>>();
  for (const file of profiles) {
    const thread = threadOf(basename(file));
    const times = threads.get(thread) ?? new Map<string, number>();
    threads.set(thread, times);
    addTimes(JSON.parse(readFileSync(file, 'utf8')) as CpuProfile, times);
  }
  return [...threads].map(([thread, times]) => ({ thread, parts: sharesOf(times) }));
}

/** Node names a profile `CPU.<date>.<time>.<process>.<thread>.<number>.cpuprofile`. */
function threadOf(file: string): string {
  return file.split('.')[4] === MAIN_THREAD ? 'main thread' : 'thread of the projections';
}

function addTimes({ nodes, samples, timeDeltas }: CpuProfile, times: Map<string, number>): void {
  const parts = partsOf(nodes);
  let sinceStart = 0;
  samples.forEach((sample, at) => {
    const microseconds = timeDeltas[at] ?? 0;
    sinceStart += microseconds;
    const part = parts.get(sample);
    if (part === undefined || sinceStart < START_MICROSECONDS) return;
    times.set(part, (times.get(part) ?? 0) + microseconds);
  });
}

/** The part of each node, by the node's id. Idle time has no part. */
function partsOf(nodes: readonly ProfileNode[]): Map<number, string> {
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node] as const)));
  const maps = new Map<string, SourceMap>();
  const parts = new Map<number, string>();
  for (const node of nodes) {
    if (NO_WORK.has(node.callFrame.functionName)) continue;
    let caller: ProfileNode | undefined = node;
    while (caller?.callFrame.url === '') caller = parents.get(caller.id);
    const isCollector = node.callFrame.functionName === '(garbage collector)';
    parts.set(node.id, isCollector ? 'garbage collector' : partOf(caller?.callFrame ?? node.callFrame, maps));
  }
  return parts;
}

function partOf(frame: CallFrame, maps: Map<string, SourceMap>): string {
  const { url } = frame;
  if (url === '' || url.startsWith('node:')) return partOfNode(url);
  const dependency = /.*\/node_modules\/(@[^/]+|[^/]+)/.exec(url)?.[1];
  if (dependency !== undefined) return dependency;
  const entry = sourceMapOf(url, maps)?.findEntry(frame.lineNumber, frame.columnNumber);
  const { originalSource = '' } = (entry ?? {}) as { readonly originalSource?: string };
  return /(?:libs|apps)\/[^/]+/.exec(originalSource)?.[0] ?? 'bundle';
}

function sourceMapOf(url: string, maps: Map<string, SourceMap>): SourceMap | undefined {
  const known = maps.get(url);
  if (known) return known;
  const path = `${url.startsWith('file:') ? fileURLToPath(url) : url}.map`;
  if (!existsSync(path)) return undefined;
  const map = new SourceMap(JSON.parse(readFileSync(path, 'utf8')) as SourceMapPayload);
  maps.set(url, map);
  return map;
}

const partsOfNode = [
  { part: 'Node: HTTP', modules: /^node:_http|^node:internal\/http/ },
  { part: 'Node: sockets', modules: /^node:net$|stream_base_commons/ },
  { part: 'Node: streams and events', modules: /^node:(internal\/)?streams?(\/|$)|^node:events$/ },
  { part: 'Node: hashes', modules: /crypto/ },
  { part: 'Node: promises, timers, asynchronous context', modules: /task_queues|async_hooks|async_local|timers/ },
];

function partOfNode(module: string): string {
  return partsOfNode.find(({ modules }) => modules.test(module))?.part ?? 'Node: other';
}

/** Smaller parts are summed up: they explain nothing. */
const SHARE_MIN = 0.01;

function sharesOf(times: ReadonlyMap<string, number>): ThreadTime['parts'] {
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  const parts = [...times].map(([part, time]) => ({ part, share: time / total }));
  const rest = parts.filter(({ share }) => share < SHARE_MIN).reduce((sum, { share }) => sum + share, 0);
  const shown = parts.filter(({ share }) => share >= SHARE_MIN).toSorted((one, other) => other.share - one.share);
  return rest > 0 ? [...shown, { part: 'other', share: rest }] : shown;
}
