import { Random } from '@firstwrite/shop-client';
import { singleUnit, type Workload } from './workload';
import { zipfRanks } from './zipf';

const SKUS = 10_000;
const SEED = 20_261_121;

const skus = Array.from({ length: SKUS }, (_, at) => `SKU-${at}`);
const ordersBySku = skus.map(singleUnit);
const orderOf = (at: number) => ordersBySku[at] ?? singleUnit('SKU-0');

/** Every SKU is ordered equally often. */
export const uniform: Workload = {
  cell: 'uniform',
  title: `${SKUS.toLocaleString('en')} SKUs, uniform`,
  receipts: skus,
  script: 'uniform',
  orders: () => {
    const random = new Random(SEED);
    return () => orderOf(random.integer(SKUS));
  },
};

/** The SKU of rank r is ordered in proportion to 1/r. */
export const zipf: Workload = {
  cell: 'zipf',
  title: `${SKUS.toLocaleString('en')} SKUs, Zipf 1.0`,
  // The first ten SKUs have three receipts: a tenth of all orders asks for the first SKU.
  receipts: [...skus, ...skus.slice(0, 10), ...skus.slice(0, 10)],
  script: 'zipf',
  orders: () => {
    const random = new Random(SEED);
    const rankAt = zipfRanks(SKUS, 1);
    return () => orderOf(rankAt(random.fraction()));
  },
};
