import { projections } from '@firstwrite/shop';
import { chosenProjections } from './chosen-projections';

describe('the projections that are named', () => {
  it('are one, or all', () => {
    expect(chosenProjections('orders', false)).toEqual(['orders']);
    expect(chosenProjections(undefined, true)).toEqual(projections.names);
  });

  it.each([
    ['order', false, 'there is no projection "order": '],
    [undefined, false, 'name a projection, or say --all: '],
    ['orders', true, 'name a projection or say --all, not both: '],
  ])('a mistake (%p, all %p) lists the names', (name, all, line) => {
    expect(() => chosenProjections(name, all)).toThrow(`${line}${projections.names.join(', ')}`);
  });
});
