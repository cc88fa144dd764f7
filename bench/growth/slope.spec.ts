import { slopeOf } from './slope';

describe('the slope of samples', () => {
  it('is the slope of their line', () => {
    expect(
      slopeOf([
        { x: 0, y: 7 },
        { x: 2, y: 8 },
        { x: 4, y: 9 },
      ]),
    ).toBeCloseTo(0.5);
  });

  it('is zero when they rise and fall equally', () => {
    expect(
      slopeOf([
        { x: 0, y: 5 },
        { x: 1, y: 9 },
        { x: 2, y: 5 },
      ]),
    ).toBeCloseTo(0);
  });
});
