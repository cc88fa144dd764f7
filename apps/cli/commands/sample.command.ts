import type { Command } from 'commander';
import { chooseProgress, integerBetween } from '@firstwrite/terminal';
import { writeSampleFile } from '@firstwrite/shop-client';

interface SampleOptions {
  readonly orders: number;
  readonly products: number;
  readonly seed: number;
}

/** `firstwrite sample <csv>` */
export function registerSample(program: Command): void {
  program
    .command('sample')
    .argument('<csv>', 'file to write; an existing one is replaced')
    .description(
      'Writes made-up order lines with a long tail, in the columns of the public Olist dataset. ' +
        'The same options give the same bytes.',
    )
    .option('--orders <n>', 'orders to make up; 88 % of them have one unit', integerBetween(1, 10_000_000), 2_000)
    .option('--products <n>', 'products that the shop offers', integerBetween(1, 1_000_000), 5_000)
    .option('--seed <n>', 'another seed gives another file', integerBetween(0, 2 ** 32 - 1), 1)
    .action(async (path: string, { orders, products, seed }: SampleOptions) => {
      await writeSampleFile(path, { orderCount: orders, productCount: products, seed }, chooseProgress());
    });
}
