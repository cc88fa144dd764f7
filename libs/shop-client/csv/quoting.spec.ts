import { findQuotingFault } from './quoting';

describe('the quoting of a record', () => {
  it.each(['a,b,c', '"a","b","c"\n', 'a,"b, and c",d', 'a,"say ""b""",c', 'a,"two\nlines",c\r\n', 'a,"",c', ',,'])(
    'is sound in %j',
    (record) => {
      expect(findQuotingFault(record)).toBeUndefined();
    },
  );

  it.each([
    ['a,"b,c\n', 2, 'quote is not closed'],
    ['a,b"b,c', 2, 'quote inside a field that does not begin with one'],
    ['a,"b"b,c', 2, 'text after the closing quote'],
    ['a,b,"', 3, 'quote is not closed'],
    ['"a\n,"b",c', 1, 'quote is not closed'],
  ])('breaks in %j in field %i', (record, column, message) => {
    expect(findQuotingFault(record)).toEqual({ column, message });
  });

  it('takes time in proportion to the length of an unclosed quote', () => {
    expect(findQuotingFault(`a,"${'b""'.repeat(200_000)}`)).toMatchObject({ column: 2 });
  });
});
