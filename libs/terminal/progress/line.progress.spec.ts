import { PassThrough } from 'node:stream';
import { LineProgress } from './line.progress';

describe('progress in plain lines', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('prints progress, rate and time left every two seconds, and at the end', () => {
    const stream = new PassThrough({ encoding: 'utf8' });
    const progress = new LineProgress(stream);
    progress.start({ label: 'replay', total: 1_000, unit: 'orders' });
    progress.advance(200);
    jest.advanceTimersByTime(2_000);
    progress.note('a remark');
    progress.advance();
    jest.advanceTimersByTime(1_000);
    progress.advance(799);
    progress.finish();
    jest.advanceTimersByTime(10_000);
    expect(String(stream.read()).trimEnd().split('\n')).toEqual([
      'replay 20 % | 200/1000 orders | 100/s | 8 s left',
      'a remark',
      'replay 100 % | 1000/1000 orders | 333/s | 0 s left',
    ]);
  });

  it('prints nothing for a task that did not begin', () => {
    const stream = new PassThrough({ encoding: 'utf8' });
    const progress = new LineProgress(stream);
    progress.finish();
    progress.start({ label: 'replay', total: 5, unit: 'orders' });
    progress.finish();
    expect(stream.read()).toBeNull();
  });
});
