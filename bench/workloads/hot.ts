import { singleUnit, type Workload } from './workload';

const SKU = 'HOT';
/** Receipts of a million units each: more units than any run can sell. */
const RECEIPTS = 50;

/** Every order asks for the same SKU. */
export const hot: Workload = {
  cell: 'hot',
  title: 'one hot SKU',
  receipts: Array<string>(RECEIPTS).fill(SKU),
  script: 'hot',
  orders: () => {
    const order = singleUnit(SKU);
    return () => order;
  },
};
