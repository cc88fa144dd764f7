import { isSameOwner, parseOwnerRecord } from './data-directory';

const RECORD = { pid: 42, startTime: '987654', command: 'node main.js' };

describe('the owner of a data directory', () => {
  it('is read as it was written', () => {
    expect(parseOwnerRecord(JSON.stringify(RECORD))).toEqual(RECORD);
  });

  it.each(['', '{"pid":42', 'null', '{"pid":"42","startTime":"1","command":""}', '{"pid":42}'])(
    'is unknown when the file contains %j',
    (text) => {
      expect(parseOwnerRecord(text)).toBeUndefined();
    },
  );

  it('is not a later process with the same pid', () => {
    expect(isSameOwner(RECORD, { ...RECORD, command: 'the same process' })).toBe(true);
    expect(isSameOwner(RECORD, { ...RECORD, startTime: '987655' })).toBe(false);
    expect(isSameOwner(RECORD, undefined)).toBe(false);
  });
});
