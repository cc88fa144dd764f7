import { TimeLeft } from './time-left';

describe('the time left', () => {
  it('is the estimate of the rows, corrected by the time that finished rows took', () => {
    let nowMs = 0;
    const left = new TimeLeft([60, 30, 120], () => nowMs);
    expect(left.text()).toBe('3 min 30 s left');
    left.begin();
    nowMs = 40_000;
    expect(left.seconds()).toBe(170);
    nowMs = 90_000; // 1.5 times its estimate
    expect(left.seconds()).toBe(150);
    left.end();
    left.begin();
    expect(left.seconds()).toBe(1.5 * 150);
    left.end();
    left.begin();
    left.end();
    expect(left.text()).toBe('0 s left');
  });
});
