import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { CommandFailedError, type Progress } from '@firstwrite/terminal';
import { describeError } from '@firstwrite/platform';
import { generateOrders, sampleHeader, type SampleSettings } from './order-lines.generator';

/** Orders in one write: about 60 KiB of text. */
const ordersPerWrite = 500;

/**
 * Writes made-up order lines as CSV; an existing file is replaced.
 * @throws CommandFailedError when the file cannot be written.
 */
export async function writeSampleFile(path: string, settings: SampleSettings, progress: Progress): Promise<void> {
  progress.start({ label: 'sample', total: settings.orderCount, unit: 'orders' });
  try {
    await pipeline(function* () {
      yield sampleHeader;
      yield* chunks(settings, progress);
    }, createWriteStream(path));
  } catch (error) {
    throw new CommandFailedError(`${path} cannot be written: ${describeError(error)}`);
  } finally {
    progress.finish();
  }
}

function* chunks(settings: SampleSettings, progress: Progress): Generator<string> {
  let [text, orders] = ['', 0];
  for (const order of generateOrders(settings)) {
    text += order;
    if (++orders < ordersPerWrite) continue;
    yield text;
    progress.advance(orders);
    [text, orders] = ['', 0];
  }
  if (orders > 0) yield text;
  progress.advance(orders);
}
