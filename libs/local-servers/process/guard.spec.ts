import { LastLines } from './guard';

describe('the tail of an output', () => {
  it('keeps the last twenty lines and tells the last three', () => {
    const lines = new LastLines();
    for (let number = 1; number <= 25; number++) lines.add(`line ${number}`);
    expect(lines.all()).toHaveLength(20);
    expect(lines.joined()).toBe('line 23 | line 24 | line 25');
  });

  it('says so when there was none', () => {
    expect(new LastLines().joined()).toBe('it wrote nothing');
  });
});
