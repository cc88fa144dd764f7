import { FailureReasons } from '../http/failure-reasons';
import type { Settlement } from '../http/request-sender';
import type { StockRequest } from './stock-requests';

/** The changes that an import made, and the resources that existed before it. */
export interface ImportSummary {
  readonly productsCreated: number;
  readonly productsExisting: number;
  readonly receiptsCreated: number;
  readonly receiptsReplayed: number;
  /** The units of the created receipts. */
  readonly unitsReceived: number;
  readonly errors: number;
}

/** Adds up the replies of one import. */
export class ImportTally {
  readonly failures = new FailureReasons();
  private readonly counts = {
    productsCreated: 0,
    productsExisting: 0,
    receiptsCreated: 0,
    receiptsReplayed: 0,
    unitsReceived: 0,
  };

  add(request: StockRequest, settlement: Settlement): void {
    const outcome = outcomeOf(settlement);
    if (outcome === 'failed' || (outcome === 'exists' && request.creates === 'receipt')) this.failures.add(settlement);
    else if (request.creates === 'product')
      this.counts[outcome === 'created' ? 'productsCreated' : 'productsExisting']++;
    else if (outcome === 'replayed') this.counts.receiptsReplayed++;
    else {
      this.counts.receiptsCreated++;
      this.counts.unitsReceived += request.units;
    }
  }

  summary(): ImportSummary {
    return { ...this.counts, errors: this.failures.count };
  }
}

function outcomeOf(settlement: Settlement): 'created' | 'replayed' | 'exists' | 'failed' {
  if (settlement.kind === 'lost') return 'failed';
  const { status, replayed, problem } = settlement.reply;
  if (status === 409 && problem?.code === 'product-exists') return 'exists';
  if (status !== 201 && status !== 200) return 'failed';
  return replayed ? 'replayed' : 'created';
}
