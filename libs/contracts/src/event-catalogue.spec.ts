import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventCodec, reservedEventNames } from './event-catalogue';
import { eventSchemas } from './event-schemas';

const directory = join(__dirname, '..', 'golden');
const names = Object.keys(eventSchemas);
const files = readdirSync(directory).filter((file) => /\.v\d+\.json$/.test(file));

interface Golden {
  readonly type: string;
  readonly data: Record<string, unknown>;
}

const read = (file: string) => JSON.parse(readFileSync(join(directory, file), 'utf8')) as Golden;
const versionOf = (type: string) => Number(/\.v(\d+)$/.exec(type)?.[1] ?? 1);
const nameOf = (type: string) => type.replace(/\.v\d+$/, '');

test('every event has a golden file of each version that was ever stored', () => {
  const wanted = names.flatMap((name) => {
    const current = versionOf(eventCodec.encode({ type: name, data: {} } as never).type);
    return Array.from({ length: current }, (_, at) => `${name}.v${at + 1}.json`);
  });
  expect(files.toSorted()).toEqual(wanted.toSorted());
});

test.each(files)('%s is read, and the current version of it is written as it was', (file) => {
  const stored = read(file);
  expect(`${nameOf(stored.type)}.v${versionOf(stored.type)}.json`).toBe(file);
  const event = eventCodec.decode(stored);
  const encoded = JSON.parse(JSON.stringify(eventCodec.encode(event))) as Golden;
  if (encoded.type === stored.type) expect(encoded).toEqual(stored);
  else expect(eventCodec.decode(encoded)).toEqual(event);
});

test.each(names)('the golden file of %s shows every member that it may have', (name) => {
  const newest =
    files
      .filter((file) => nameOf(file.replace(/\.json$/, '')) === name)
      .toSorted()
      .at(-1) ?? '';
  const schema = eventSchemas[name as keyof typeof eventSchemas] as unknown as { shape: object };
  expect(Object.keys(eventCodec.decode(read(newest)).data).toSorted()).toEqual(Object.keys(schema.shape).toSorted());
});

test('no event takes a name that is reserved for a later feature', () => {
  expect(names.filter((name) => reservedEventNames.includes(name))).toEqual([]);
  expect(new Set(reservedEventNames).size).toBe(reservedEventNames.length);
});
