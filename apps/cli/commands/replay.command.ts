import type { Command } from 'commander';
import { integerBetween, processOutput } from '@firstwrite/terminal';
import { replayOrders } from '@firstwrite/shop-client';
import { addClientOptions, type ClientOptions, defaultUrl } from './client.options';

interface ReplayOptions extends ClientOptions {
  readonly merge: number;
  readonly limit?: number;
}

const explanation = `
The table: placed; replayed = placed by an earlier run; refused = not enough stock; conflicts = decided on an old
version; errors = anything else; retries = requests sent again because the service was busy. p50 and p99 are the
latencies of answered orders, waiting included.
Repeating: an order's key is its id in the file, so that a second replay places nothing twice and tries refused orders
again.
Busy: after 429 and 503 a request is sent again with the same key, after Retry-After, at most 10 times. A broken
connection counts as an error and the replay goes on; when the service is silent for 30 s it stops.
Exit code 1 when there were errors.`;

/** `firstwrite replay <csv>` */
export function registerReplay(program: Command): void {
  const command = program
    .command('replay')
    .argument('<csv>', 'order lines; the header names order_id, product_id and price')
    .description('Places the orders of a file of order lines over HTTP, as fast as the service answers.');
  addClientOptions(command)
    .option('--merge <n>', 'join n consecutive orders into one basket', integerBetween(1, 1_000), 1)
    .option('--limit <n>', 'place only the first n orders of the file', integerBetween(1, 1_000_000_000))
    .addHelpText('after', explanation)
    .action(async (path: string, options: ReplayOptions) => {
      const { connections, currency, merge, limit, onError, json = false, url = defaultUrl(process.env) } = options;
      const target = { url, connections };
      const settings = { target, currency, merge, onError, ...(limit !== undefined && { limit }) };
      await replayOrders(path, settings, processOutput(json));
    });
}
