import { LastLines } from './guard';

describe('the last lines of a program', () => {
  it('are the last twenty, and the last three in one line', () => {
    const lines = new LastLines();
    for (let number = 1; number <= 25; number++) lines.add(`line ${number}`);
    expect(lines.all()).toHaveLength(20);
    expect(lines.joined()).toBe('line 23 | line 24 | line 25');
  });

  it('say when there are none', () => {
    expect(new LastLines().joined()).toBe('it wrote nothing');
  });
});
