import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rooms } from './rooms.cjs';

const ROOT = join(__dirname, '../..');
const architecture = readFileSync(join(ROOT, 'docs/ARCHITECTURE.md'), 'utf8');

/** The rows of the table of rooms: a room, its content, and the rooms that it may import. */
const rows = [...architecture.matchAll(/^\| `libs\/([a-z-]+)` +\| [^|]* \| ([^|]*) \|$/gm)];
const described = new Map(rows.map(([, room = '', imports = '']) => [room, imports.trim()]));

test.each(Object.entries(rooms))('docs/ARCHITECTURE.md says what libs/%s may import', (room, { libs }) => {
  expect(described.get(room)).toBe(shown(room, libs));
});

function shown(room: string, libs: readonly string[]): string {
  const others = Object.keys(rooms).filter((other) => other !== room && !other.startsWith('shop'));
  if (libs.length === 0) return '—';
  return libs.length === others.length ? 'every room but shop and shop-client' : libs.toSorted().join(', ');
}

/** Complete paths in documents. Files that a run creates are excluded. */
const PATH = /(?<![\w/.-])(?:apps|bench(?!\/results)|deploy|docs|examples|libs|migrations|test)\/[\w./-]+(?![\w./<-])/g;

test.each(['README.md', 'CONTRIBUTING.md', 'docs/ARCHITECTURE.md', 'docs/consuming-events.md'])(
  'every path that %s names exists',
  (document) => {
    const named = readFileSync(join(ROOT, document), 'utf8').match(PATH) ?? [];
    const missing = named.map((path) => path.replace(/[.)]+$/, '')).filter((path) => !existsSync(join(ROOT, path)));
    expect(missing).toEqual([]);
  },
);
