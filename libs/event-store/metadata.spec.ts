import { metadataSchema } from './metadata';

test('unknown keys pass through unchanged', () => {
  const metadata = { commandId: 'c-1', actor: 'ann', later: { nested: [1, null] } };
  expect(metadataSchema.parse(metadata)).toEqual(metadata);
});

test('the reserved keys are understood and kept', () => {
  const metadata = {
    commandId: 'c-1',
    imported: { store: 1, era: 2, xid: '3', number: '4' },
    origin: 'eu',
    hlc: '0190a3c4',
  };
  expect(metadataSchema.parse(metadata)).toEqual(metadata);
});

test.each([
  ['no command', {}],
  ['an import without its position', { commandId: 'c-1', imported: { store: 1 } }],
])('%s is refused', (_, metadata) => {
  expect(metadataSchema.safeParse(metadata).success).toBe(false);
});
