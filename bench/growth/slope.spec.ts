import { slopeOf } from './slope';

describe('the slope of samples', () => {
  it('is that of the line they are on', () => {
    expect(
      slopeOf([
        { x: 0, y: 7 },
        { x: 2, y: 8 },
        { x: 4, y: 9 },
      ]),
    ).toBeCloseTo(0.5);
  });

  it('is none where they go up and down alike', () => {
    expect(
      slopeOf([
        { x: 0, y: 5 },
        { x: 1, y: 9 },
        { x: 2, y: 5 },
      ]),
    ).toBeCloseTo(0);
  });
});
