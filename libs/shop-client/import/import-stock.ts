import { applyFaultPolicy, type FaultPolicy } from '../csv/fault-policy';
import { minorUnitDigits } from '../csv/minor-units';
import { readOrderFile } from '../csv/order-file.reader';
import { runRequests, type Target } from '../http/request-run';
import type { CommandOutput } from '@firstwrite/terminal';
import { ImportTally } from './import-tally';
import { planStock } from './stock-plan';
import { stockRequests } from './stock-requests';

export interface ImportSettings {
  readonly target: Target;
  readonly currency: string;
  readonly stockPercent: number;
  readonly onError: FaultPolicy;
}

/**
 * Creates the products of a file of order lines and receives stock for them. May be repeated: the second time changes
 * nothing.
 * @throws CommandFailedError when the file cannot be used, the service is silent, or a request failed.
 */
export async function importStock(path: string, settings: ImportSettings, output: CommandOutput): Promise<void> {
  const file = await readOrderFile(path, minorUnitDigits(settings.currency));
  applyFaultPolicy(file, settings.onError, (line) => output.progress.note(line));
  const plan = planStock(file.lines, settings.stockPercent);
  const requests = stockRequests(plan, { digest: file.digest, currency: settings.currency });
  const tally = new ImportTally();
  output.progress.start({ label: 'import', total: requests.length, unit: 'requests' });
  try {
    await runRequests(settings.target, {
      requests,
      progress: output.progress,
      settled: (request, settlement) => tally.add(request, settlement),
    });
  } finally {
    output.progress.finish();
    const summary = { ...tally.summary(), linesSkipped: file.faults.length };
    output.result(summary, [
      ['products created', summary.productsCreated],
      ['products existing', summary.productsExisting],
      ['receipts', summary.receiptsCreated],
      ['receipts replayed', summary.receiptsReplayed],
      ['units received', summary.unitsReceived],
      ['errors', summary.errors],
    ]);
  }
  tally.failures.throwIfAny('requests');
}
