import { InvalidRequestError } from './invalid-request.error';
import { ProblemCatalogue } from './problem-catalogue';
import type { ProblemKind } from './problem-kind';

class SoldOutError extends Error {
  readonly code = 'sold-out';
  constructor(
    readonly missing: number,
    readonly isFinal = false,
  ) {
    super(`${missing} are missing`);
  }
}

const soldOut: ProblemKind = {
  code: 'sold-out',
  status: 409,
  title: 'Sold out',
  when: 'Too few are left.',
  action: 'Ask for less.',
  members: ({ missing }: SoldOutError) => ({ missing }),
  exception: { status: 410, reason: 'for ever', holds: ({ isFinal }: SoldOutError) => isFinal },
};
const problems = new ProblemCatalogue([soldOut]);

test('makes the problem of an error from its kind, with the members that the kind reads', () => {
  expect(JSON.stringify(problems.problemOf(new SoldOutError(3), 'call-1'))).toBe(
    '{"type":"/problems/sold-out","title":"Sold out","status":409,"instance":"call-1","code":"sold-out",' +
      '"detail":"3 are missing","missing":3}',
  );
});

test('answers the exception of a kind with its own status', () => {
  expect(problems.problemOf(new SoldOutError(3, true), 'call-1')).toMatchObject({ status: 410, missing: 3 });
  expect([problems.statusOf('sold-out'), problems.statusOf('sold-out: for ever')]).toEqual([409, 410]);
});

test.each([
  ['an error without a code', new Error('a secret')],
  ['an error with an unknown code', new SoldOutError(3)],
  ['an object that is not an error', { code: 'not-found', message: 'a secret' }],
  ['a code that every object has', Object.assign(new Error('a secret'), { code: 'constructor' })],
])('answers %s as a defect, without its message', (_, error) => {
  expect(new ProblemCatalogue().problemOf(error, 'call-1')).toEqual({
    type: '/problems/internal',
    title: 'A defect',
    status: 500,
    instance: 'call-1',
    code: 'internal',
    detail: 'The service met a case that it does not know.',
  });
});

test('names every fault of a request, and the place that a rule of the domain names', () => {
  const faults = [{ pointer: '/a', detail: 'is wrong' }];
  const ofTheDomain = Object.assign(new Error('/a: is wrong'), { code: 'invalid-request', ...faults[0] });
  for (const error of [new InvalidRequestError(faults), ofTheDomain])
    expect(problems.problemOf(error, 'call-1')).toMatchObject({ status: 400, errors: faults });
});

test('refuses two kinds with one code, and unknown refusals', () => {
  expect(() => new ProblemCatalogue([soldOut], [soldOut])).toThrow('two kinds of problem have the code "sold-out"');
  expect(() => new ProblemCatalogue([{ ...soldOut, code: 'internal' }])).toThrow('"internal"');
  expect(() => problems.statusOf('sold-out: today')).toThrow('there is no problem "sold-out: today"');
});
