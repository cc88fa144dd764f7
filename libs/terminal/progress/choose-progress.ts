import { BarProgress } from './bar.progress';
import { LineProgress } from './line.progress';
import type { Progress } from './progress';

/** A bar on a terminal, plain lines elsewhere. Progress goes to stderr: stdout is for results. */
export function chooseProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  return stream.isTTY ? new BarProgress(stream) : new LineProgress(stream);
}
