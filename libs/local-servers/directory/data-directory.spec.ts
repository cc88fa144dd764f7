import { isSameOwner, parseOwnerRecord } from './data-directory';

const record = { pid: 42, startTime: '987654', command: 'node main.js' };

describe('the owner of a data directory', () => {
  it('is read as it was written', () => {
    expect(parseOwnerRecord(JSON.stringify(record))).toEqual(record);
  });

  it.each(['', '{"pid":42', 'null', '{"pid":"42","startTime":"1","command":""}', '{"pid":42}'])(
    'is nobody in a file that holds %j',
    (text) => {
      expect(parseOwnerRecord(text)).toBeUndefined();
    },
  );

  it('is another one when the pid was given to a later process', () => {
    expect(isSameOwner(record, { ...record, command: 'the same process' })).toBe(true);
    expect(isSameOwner(record, { ...record, startTime: '987655' })).toBe(false);
    expect(isSameOwner(record, undefined)).toBe(false);
  });
});
