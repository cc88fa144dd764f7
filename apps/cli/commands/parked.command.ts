import { discardParked, findParked, listParked, NotParkedError, retryParked } from '@firstwrite/views';
import type { Command } from 'commander';
import { CommandFailedError } from '@firstwrite/terminal';
import { databaseExplanation } from '../database/reached-database';
import { actingUser } from '../parked/acting-user';
import { chosenParked, parkedKey } from '../parked/parked-key';
import { listedParked, outcomeLine, shownParked } from '../parked/parked-rows';
import { retryAllParked } from '../parked/retry-all';
import { withParked } from '../parked/with-parked';

interface SharedOptions {
  readonly instance?: string;
  readonly json?: boolean;
}

interface DiscardOptions extends SharedOptions {
  readonly reason: string;
  readonly actor?: string;
}

const explanation = `
If a projection cannot fold an event, it parks the stream of the event, for that projection alone: later events of the
stream wait, and all other streams go on. Once the event can be folded, by another build or after a repair, "parked
retry" brings the view up to date. "parked discard" leaves the event out of that projection for ever; the audit lists
it. A service may run meanwhile.
${databaseExplanation}`;

/** `firstwrite parked list | show | retry | discard` */
export function registerParked(program: Command): void {
  const parked = program
    .command('parked')
    .description('Shows the streams that a projection has parked, and repairs them.')
    .addHelpText('after', explanation);
  registerList(parked);
  registerShow(parked);
  registerRetry(parked);
  registerDiscard(parked);
}

function registerList(parked: Command): void {
  shared(parked.command('list').description('Lists the parked streams, the longest parked first.')).action(
    async ({ instance, json = false }: SharedOptions) => {
      const list = await withParked({ environment: process.env, instance }, ({ pool, storeId, projections }) =>
        listParked(pool, storeId, projections.names),
      );
      print(json, list, listedParked(list));
    },
  );
}

function registerShow(parked: Command): void {
  const command = parked.command('show').argument('<projection>').argument('<stream>');
  shared(command.description('Shows the event as it is stored, what failed, and how many later events wait.')).action(
    async (projection: string, stream: string, { instance, json = false }: SharedOptions) => {
      const key = parkedKey(projection, stream);
      await withParked({ environment: process.env, instance }, async ({ pool, feed, storeId }) => {
        const found = await findParked(pool, storeId, key);
        if (!found) throw new NotParkedError(key);
        const [next] = await feed.readStream(stream, { after: found.version - 1, limit: 1 });
        const event = next?.version === found.version ? next.stored : undefined;
        print(json, { ...found, event: event ?? null }, shownParked(found, event));
      });
    },
  );
}

function registerRetry(parked: Command): void {
  const command = parked.command('retry').argument('[projection]').argument('[stream]');
  shared(command.description('Goes on with a parked stream; exit code 1 when an event still cannot be folded.'))
    .option('--all', 'every parked stream')
    .action(
      async (
        projection: string | undefined,
        stream: string | undefined,
        { all = false, instance, json = false }: SharedOptions & { readonly all?: boolean },
      ) => {
        const key = chosenParked(projection, stream, all);
        await withParked({ environment: process.env, instance }, async (parts) => {
          if (!key) {
            const retried = await retryAllParked(parts, (each, outcome) => say(json, outcomeLine(each, outcome)));
            print(json, retried, '');
            if (retried.stillParked === 0) return;
            throw new CommandFailedError(`${retried.stillParked} of the streams are still parked`);
          }
          const outcome = await retryParked(parts, key);
          print(json, { ...key, ...outcome }, '');
          if (outcome.outcome === 'parked') throw new CommandFailedError(outcomeLine(key, outcome));
          say(json, outcomeLine(key, outcome));
        });
      },
    );
}

function registerDiscard(parked: Command): void {
  const command = parked.command('discard').argument('<projection>').argument('<stream>');
  shared(command.description('Leaves the event out of this projection for ever, and goes on with the stream.'))
    .requiredOption('--reason <text>', 'why, at most 500 characters; it is recorded')
    .option('--actor <name>', 'who decided this (default: the user of this system)')
    .action(
      async (
        projection: string,
        stream: string,
        { reason, actor = actingUser(), instance, json = false }: DiscardOptions,
      ) => {
        const key = parkedKey(projection, stream);
        await withParked({ environment: process.env, instance }, async (parts) => {
          const outcome = await discardParked(parts, key, { reason, actor });
          print(json, { ...key, ...outcome }, `${outcomeLine(key, outcome)}\n`);
        });
      },
    );
}

function shared(command: Command): Command {
  return command
    .option('--instance <name>', "use this instance's own views instead of the shared ones")
    .option('--json', 'print the result as one line of JSON');
}

function say(json: boolean, line: string): void {
  if (!json) process.stdout.write(`${line}\n`);
}

function print(json: boolean, summary: object, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(summary)}\n` : text);
}
