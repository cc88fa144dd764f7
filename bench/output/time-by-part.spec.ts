import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { timeByPart } from './time-by-part';

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'firstwrite-profile-'));
  folder = join(root, 'P7/direct');
  mkdirSync(folder, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const SECOND = 1_000_000;
const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: 0, columnNumber: 0 });

/** Writes a profile with four seconds of start, then these seconds of each node. */
function profile(thread: number, seconds: Record<number, number>): void {
  const bundle = join(folder, 'main.js');
  const map = {
    version: 3,
    file: 'main.js',
    sources: ['../libs/command-bus/lane/lane.ts'],
    names: [],
    mappings: 'AAAA',
  };
  writeFileSync(`${bundle}.map`, JSON.stringify(map));
  const nodes = [
    { id: 1, callFrame: frame('(root)'), children: [2, 3, 4, 5, 7] },
    { id: 2, callFrame: frame('(idle)') },
    { id: 3, callFrame: frame('(garbage collector)') },
    { id: 4, callFrame: frame('settle', pathToFileURL(bundle).href) },
    { id: 5, callFrame: frame('write', 'node:net'), children: [6] },
    { id: 6, callFrame: frame('writev') },
    { id: 7, callFrame: frame('run', '/a/node_modules/@nestjs/core/router.js') },
  ];
  const ids = Object.keys(seconds).map(Number);
  const times = Object.values(seconds).map((time) => time * SECOND);
  const file = { nodes, samples: [7, ...ids], timeDeltas: [3.9 * SECOND, ...times] };
  writeFileSync(join(folder, `CPU.20260101.000000.77.${thread}.00${thread}.cpuprofile`), JSON.stringify(file));
}

const ofFolder = () => timeByPart(root, 0)['P7/direct'];

it('shows the work of each thread by directory, package and part of Node, without start and idle time', () => {
  profile(0, { 2: 40, 3: 1, 4: 4, 5: 1, 6: 2, 7: 2 });
  profile(1, { 4: 3 });
  expect(ofFolder()).toEqual([
    {
      thread: 'main thread',
      parts: [
        { part: 'libs/command-bus', share: 0.4 },
        { part: 'Node: sockets', share: 0.3 },
        { part: '@nestjs', share: 0.2 },
        { part: 'garbage collector', share: 0.1 },
      ],
    },
    { thread: 'thread of the projections', parts: [{ part: 'libs/command-bus', share: 1 }] },
  ]);
});

it('leaves out the profiles of an earlier run, and needs no source map', () => {
  profile(0, { 4: 1 });
  expect(timeByPart(root, Date.now() + 60_000)).toEqual({});
  rmSync(join(folder, 'main.js.map'));
  expect(ofFolder()?.[0]?.parts).toEqual([{ part: 'bundle', share: 1 }]);
});

it('sums up the parts that are too small to explain anything', () => {
  profile(0, { 3: 0.5, 4: 99, 7: 0.5 });
  expect(ofFolder()?.[0]?.parts).toEqual([
    { part: 'libs/command-bus', share: 0.99 },
    { part: 'other', share: 0.01 },
  ]);
});
