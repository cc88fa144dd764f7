import type { Command } from 'commander';
import { integerBetween, processOutput } from '@firstwrite/terminal';
import { importStock } from '@firstwrite/shop-client';
import { addClientOptions, type ClientOptions, defaultUrl } from './client.options';

interface ImportOptions extends ClientOptions {
  readonly stockPercent: number;
}

const explanation = `
Stock: every SKU receives --stock-percent of the units that the file orders, rounded up. Below 100 the 50 SKUs in
greatest demand receive at most half of their units, rounded down, but at least one unit, so that some orders are
refused; from 100 on every SKU receives the percentage.
Repeating: every request has a key made of the file's content and the SKU. A second import of the file changes
nothing: its products exist and its receipts are answered as replays. With another --stock-percent those receipts fail
(422).
Exit code 1 when a request failed.`;

/** `firstwrite import <csv>` */
export function registerImport(program: Command): void {
  const command = program
    .command('import')
    .argument('<csv>', 'order lines; the header names order_id, product_id and price')
    .description(
      'Creates the products of a file of order lines over HTTP, and receives stock for them at location main.',
    );
  addClientOptions(command)
    .option('--stock-percent <n>', 'stock in percent of the units that the file orders', integerBetween(1, 10_000), 90)
    .addHelpText('after', explanation)
    .action(async (path: string, options: ImportOptions) => {
      const { connections, currency, stockPercent, onError, json = false, url = defaultUrl(process.env) } = options;
      const settings = { target: { url, connections }, currency, stockPercent, onError };
      await importStock(path, settings, processOutput(json));
    });
}
