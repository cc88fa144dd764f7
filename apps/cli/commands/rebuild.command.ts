import type { Command } from 'commander';
import { CommandFailedError, type CommandOutput, processOutput, type TableRow } from '@firstwrite/terminal';
import { databaseExplanation, withDatabase } from '../database/reached-database';
import { chosenProjections } from '../rebuild/chosen-projections';
import { dropReplacedViews, rebuildViews, rollBackViews, type RolledBackView } from '../rebuild/rebuild-views';
import type { ViewUrls } from '../rebuild/view-connections';

interface RebuildCommandOptions {
  readonly all?: boolean;
  readonly rollback?: boolean;
  readonly dropBefore?: boolean;
  readonly json?: boolean;
}

const explanation = `
A service may run and answer meanwhile: the view is rebuilt in tables of its own, brought up to date, compared with
the folded rows, and then replaces the live view in one transaction. The command may be killed at any time and
repeated.

The replaced view is kept for --rollback, until the next rebuild or --drop-before: until then a view takes twice its
disk space. Needs the owner of the tables (DATABASE_MIGRATION_URL).
${databaseExplanation}`;

/** `firstwrite rebuild <projection>` */
export function registerRebuild(program: Command): void {
  program
    .command('rebuild')
    .argument('[projection]', 'the projection to rebuild; an unknown name lists the known ones')
    .description('Rebuilds a view from the first event on.')
    .option('--all', 'every view')
    .option('--rollback', 'restore the view that the last rebuild replaced, brought up to date')
    .option('--drop-before', 'drop the view that the last rebuild replaced')
    .option('--json', 'print the result as one line of JSON')
    .addHelpText('after', explanation)
    .action(async (name: string | undefined, options: RebuildCommandOptions) => {
      const names = chosenProjections(name, options.all ?? false);
      const work = workOf(options);
      const output = processOutput(options.json ?? false);
      await withDatabase({ environment: process.env }, (urls) => work(urls, names, output));
    });
}

type Work = (urls: ViewUrls, names: readonly string[], output: CommandOutput) => Promise<void>;

function workOf({ rollback = false, dropBefore = false }: RebuildCommandOptions): Work {
  if (rollback && dropBefore) throw new CommandFailedError('say --rollback or --drop-before, not both');
  if (dropBefore) return drop;
  return rollback ? rollBack : rebuild;
}

const rebuild: Work = async (urls, names, output) => {
  const views = await rebuildViews(urls, names, output.progress);
  const rows = views.flatMap((view): TableRow[] => [
    [`${view.projection}: events`, view.events],
    [`${view.projection}: rows`, view.rows],
    [`${view.projection}: hash`, view.hash],
    ...swapRows(view),
  ]);
  output.result({ views }, rows);
};

const rollBack: Work = async (urls, names, output) => {
  const views = await rollBackViews(urls, names, output.progress);
  output.result({ views }, views.flatMap(swapRows));
};

const drop: Work = async (urls, names, output) => {
  await dropReplacedViews(urls, names);
  output.result({ dropped: names }, [['dropped the replaced views of', names.join(', ')]]);
};

function swapRows({ projection, parkedStreams, swapMs, longestWriteMs, seconds }: RolledBackView): TableRow[] {
  return [
    [`${projection}: parked streams`, parkedStreams],
    [`${projection}: swap took ms`, swapMs.toFixed(1)],
    [`${projection}: longest write ms`, longestWriteMs.toFixed(1)],
    [`${projection}: seconds`, seconds.toFixed(1)],
  ];
}
