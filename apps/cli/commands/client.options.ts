import { type Command, Option } from 'commander';
import { CommandFailedError, currencyCode, integerBetween, serviceUrl } from '@firstwrite/terminal';
import type { FaultPolicy } from '@firstwrite/shop-client';

/** The options of every command that sends a file of order lines to a service. */
export interface ClientOptions {
  readonly url?: URL;
  readonly connections: number;
  readonly currency: string;
  readonly onError: FaultPolicy;
  readonly json?: true;
}

/** More connections than this only wait in the service. */
const connectionsMax = 1_024;

/** Gives a command these options. */
export function addClientOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--url <url>', 'address of the service (default: http://127.0.0.1:$PORT; without PORT, 3000)')
        .env('FIRSTWRITE_URL')
        .argParser(serviceUrl),
    )
    .option('--connections <n>', 'requests in flight at a time', integerBetween(1, connectionsMax), 32)
    .option('--currency <code>', 'ISO 4217 currency of the prices', currencyCode, 'BRL')
    .addOption(
      new Option('--on-error <policy>', 'at a faulty line: stop before anything is sent, or skip the line')
        .choices(['stop', 'skip'])
        .default('stop'),
    )
    .option('--json', 'print the summary as one line of JSON');
}

/** The default address of the service: its own port on this machine. */
export function defaultUrl(environment: NodeJS.ProcessEnv): URL {
  const port = environment['PORT'] || '3000';
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
    throw new CommandFailedError(`PORT is ${JSON.stringify(port)}; allowed is a port from 1 to 65535`);
  }
  return new URL(`http://127.0.0.1:${port}`);
}
