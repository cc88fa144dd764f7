import { describeError, errorCode } from './describe-error';

describe('describes an error in one line', () => {
  it.each([
    [new Error('no such table'), 'no such table'],
    [new Error('first\n  second\r\nthird'), 'first second third'],
    [Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    [new TypeError(), 'TypeError'],
    ['text', 'text'],
    [undefined, 'undefined'],
  ])('%p is %s', (error, line) => {
    expect(describeError(error)).toBe(line);
  });

  it('returns a code only for errors with a code of Node', () => {
    expect(errorCode(Object.assign(new Error('x'), { code: 'EPIPE' }))).toBe('EPIPE');
    expect([errorCode(new Error('x')), errorCode({ code: 'EPIPE' }), errorCode(null)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
