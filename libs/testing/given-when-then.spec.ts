import { scenariosOf } from './given-when-then';

const given = scenariosOf<number, number, number>({
  initial: 0,
  evolve: (state, event) => state + event,
  decide: (command, state) => {
    if (state + command < 0) throw Object.assign(new Error('below zero'), { code: 'too-low' });
    return command === 0 ? [] : [command];
  },
});

test('the sentences hold', () => {
  given([]).when(3).then([3]);
  given([3]).when(-3).then([-3]);
  given([]).when(0).thenNothing();
  given([2]).when(-3).thenRejectedWith('too-low', { message: 'below zero' });
});

test('a false sentence fails', () => {
  expect(() => given([]).when(3).then([4])).toThrow();
  expect(() => given([]).when(3).thenNothing()).toThrow();
  expect(() => given([2]).when(-3).then([])).toThrow('below zero');
  expect(() => given([]).when(3).thenRejectedWith('too-low')).toThrow();
  expect(() => given([]).when(-3).thenRejectedWith('another-code')).toThrow();
});
