import { abbaOrder } from './abba';

describe('the order of contenders', () => {
  it('is reversed after each round', () => {
    const rounds = [0, 1, 2, 3].map((round) => abbaOrder(['A', 'B', 'C'], round).join(''));
    expect(rounds).toEqual(['ABC', 'CBA', 'ABC', 'CBA']);
  });

  it('gives each the same mean place in an even number of rounds', () => {
    const contenders = ['A', 'B', 'C', 'D'];
    const places = new Map(contenders.map((name) => [name, 0]));
    for (let round = 0; round < 4; round++) {
      for (const [place, name] of abbaOrder(contenders, round).entries()) places.set(name, places.get(name)! + place);
    }
    expect(new Set(places.values()).size).toBe(1);
  });
});
