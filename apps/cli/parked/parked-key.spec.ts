import { chosenParked } from './parked-key';

describe('the parked stream that is named', () => {
  it('is one, or all of them', () => {
    expect(chosenParked('orders', 'order-1', false)).toEqual({ projection: 'orders', stream: 'order-1' });
    expect(chosenParked(undefined, undefined, true)).toBeUndefined();
  });

  it.each([
    ['orders', undefined, false, 'name a projection and a stream, or say --all'],
    [undefined, undefined, false, 'name a projection and a stream, or say --all'],
    ['orders', 'order-1', true, 'name a projection and a stream or say --all, not both'],
    ['order', 'order-1', false, 'there is no projection "order": '],
  ])('a mistake (%p, %p, all %p) is reported', (projection, stream, all, line) => {
    expect(() => chosenParked(projection, stream, all)).toThrow(line);
  });
});
