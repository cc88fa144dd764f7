/** A cell of the bench: which SKUs the orders ask for. */
export interface Cell {
  readonly name: string;
  readonly skus: readonly string[];
}

const SPREAD = 10_000;

export const cells: readonly Cell[] = [
  { name: 'one hot SKU', skus: ['HOT'] },
  { name: `${SPREAD} SKUs, uniform`, skus: Array.from({ length: SPREAD }, (_, at) => `SKU-${at}`) },
];

/** The next SKU of a cell: uniform, the same for every run (a 32-bit LCG, Numerical Recipes). */
export function skuSequence({ skus }: Cell): () => string {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return skus[Math.floor((state / 2 ** 32) * skus.length)] as string;
  };
}
