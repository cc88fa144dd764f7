import { eventCodec, reservedEventNames } from './event-codec';
import { eventSchemas } from './event-schemas';
import { goldenFiles } from './test/golden-files';

const names = Object.keys(eventSchemas);

const versionOf = (type: string) => Number(/\.v(\d+)$/.exec(type)?.[1] ?? 1);
const nameOf = (type: string) => type.replace(/\.v\d+$/, '');

test('every event has a golden file of each version that was ever stored', () => {
  const wanted = names.flatMap((name) => {
    const current = versionOf(eventCodec.encode({ type: name, data: {} } as never).type);
    return Array.from({ length: current }, (_, at) => `${name}.v${at + 1}.json`);
  });
  expect(goldenFiles.map(({ file }) => file).toSorted()).toEqual(wanted.toSorted());
});

test.each(goldenFiles)('$file is read, and the current version of it is written as it was', ({ file, stored }) => {
  expect(`${nameOf(stored.type)}.v${versionOf(stored.type)}.json`).toBe(file);
  const event = eventCodec.decode(stored);
  const encoded = JSON.parse(JSON.stringify(eventCodec.encode(event))) as typeof stored;
  if (encoded.type === stored.type) expect(encoded).toEqual(stored);
  else expect(eventCodec.decode(encoded)).toEqual(event);
});

test.each(names)('the golden file of %s shows every member that it may have', (name) => {
  const versions = goldenFiles.filter(({ stored }) => nameOf(stored.type) === name);
  const newest = versions.toSorted((one, other) => versionOf(one.stored.type) - versionOf(other.stored.type)).at(-1)!;
  const schema = eventSchemas[name as keyof typeof eventSchemas] as unknown as { shape: object };
  expect(Object.keys(eventCodec.decode(newest.stored).data).toSorted()).toEqual(Object.keys(schema.shape).toSorted());
});

test('no event takes a name that is reserved for a later feature', () => {
  expect(names.filter((name) => reservedEventNames.includes(name))).toEqual([]);
  expect(new Set(reservedEventNames).size).toBe(reservedEventNames.length);
});
