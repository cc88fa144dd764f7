import { PassThrough } from 'node:stream';
import { BarProgress } from './bar.progress';
import { chooseProgress } from './choose-progress';
import { LineProgress } from './line.progress';

/** As much of a terminal as a bar needs. */
function terminal(): NodeJS.WriteStream {
  const stream = new PassThrough({ encoding: 'utf8' });
  return Object.assign(stream, { isTTY: true, columns: 120 }) as unknown as NodeJS.WriteStream;
}

describe('progress as a bar', () => {
  it('draws done, total, rate and time left', () => {
    const stream = terminal();
    const progress = new BarProgress(stream);
    progress.start({ label: 'replay', total: 100, unit: 'orders' });
    progress.advance(99);
    progress.advance();
    progress.note('a remark');
    progress.finish();
    progress.finish();
    const drawn = String(stream.read());
    expect(drawn).toContain('replay ');
    expect(drawn).toContain('a remark\n');
    expect(drawn).toMatch(/100 % \| 100\/100 orders \| [\d.,]+\/s \| 0 s left/);
  });

  it('is for terminals only', () => {
    expect(chooseProgress(terminal())).toBeInstanceOf(BarProgress);
    expect(chooseProgress(new PassThrough() as unknown as NodeJS.WriteStream)).toBeInstanceOf(LineProgress);
  });
});
