import { applyFaultPolicy, type FaultPolicy } from '../csv/fault-policy';
import { minorUnitDigits } from '../csv/minor-units';
import { readOrderFile } from '../csv/order-file.reader';
import type { ApiRequest } from '../http/api-request';
import { runRequests, type Target } from '../http/request-run';
import type { CommandOutput, TableRow } from '@firstwrite/terminal';
import { type Basket, type BasketSettings, collectBaskets } from './basket';
import { type ReplaySummary, ReplayTally } from './replay-tally';

export interface ReplaySettings extends BasketSettings {
  readonly target: Target;
  readonly currency: string;
  readonly onError: FaultPolicy;
}

/**
 * Places a file's orders, over many connections at once, and reports how it went. May be repeated: an order that was
 * placed before is answered as a replay and changes nothing.
 * @throws CommandFailedError when the file cannot be used, the service is silent, or an order failed.
 */
export async function replayOrders(path: string, settings: ReplaySettings, output: CommandOutput): Promise<void> {
  const file = await readOrderFile(path, minorUnitDigits(settings.currency));
  applyFaultPolicy(file, settings.onError, (line) => output.progress.note(line));
  const requests = collectBaskets(file.lines, settings).map((basket) => orderRequest(basket, settings.currency));
  const tally = new ReplayTally(requests.length);
  output.progress.start({ label: 'replay', total: requests.length, unit: 'orders' });
  try {
    await runRequests(settings.target, {
      requests,
      progress: output.progress,
      settled: (_request, settlement) => tally.add(settlement),
    });
  } finally {
    output.progress.finish();
    const summary = tally.summary();
    output.result({ ...summary, linesSkipped: file.faults.length }, tableRows(summary));
  }
  tally.failures.throwIfAny(`of ${requests.length} orders`);
}

function orderRequest(basket: Basket, currency: string): ApiRequest {
  const { idempotencyKey, lines } = basket;
  return { path: '/v1/orders', idempotencyKey, body: JSON.stringify({ currency, lines }) };
}

function tableRows(summary: ReplaySummary): TableRow[] {
  return [
    ['placed', summary.placed],
    ['replayed', summary.replayed],
    ['refused', summary.refused],
    ['conflicts', summary.conflicts],
    ['errors', summary.errors],
    ['retries', summary.retries],
    ['orders/s', summary.ordersPerSecond.toFixed(1)],
    ['p50 ms', summary.p50Ms?.toFixed(1) ?? '-'],
    ['p99 ms', summary.p99Ms?.toFixed(1) ?? '-'],
  ];
}
