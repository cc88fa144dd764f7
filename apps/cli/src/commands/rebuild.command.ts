import type { Command } from 'commander';
import { databaseExplanation, withDatabase } from '../database/reached-database';
import { processOutput } from '../output/command-output';
import type { TableRow } from '../output/table';
import { chosenProjections } from '../rebuild/chosen-projections';
import { rebuildViews, type RebuiltView } from '../rebuild/rebuild-views';

interface RebuildCommandOptions {
  readonly all?: boolean;
  readonly json?: boolean;
}

const explanation = `
A service may run and answer meanwhile: rows are written only where they are wrong, and never go back. May be stopped at any time
and repeated.
${databaseExplanation}`;

/** `firstwrite rebuild <projection>` */
export function registerRebuild(program: Command): void {
  program
    .command('rebuild')
    .argument('[projection]', 'whose view to make again; an unknown name lists them')
    .description('Makes a view again from the first event on.')
    .option('--all', 'make every view again')
    .option('--json', 'print the result as one line of JSON')
    .addHelpText('after', explanation)
    .action(async (name: string | undefined, { all = false, json = false }: RebuildCommandOptions) => {
      const names = chosenProjections(name, all);
      const output = processOutput(json);
      await withDatabase({ environment: process.env }, async ({ url }) => {
        const views = await rebuildViews(url, names, output.progress);
        output.result({ views }, views.flatMap(tableRows));
      });
    });
}

function tableRows({ projection, events, rowsRemoved, seconds }: RebuiltView): TableRow[] {
  return [
    [`${projection}: events`, events],
    [`${projection}: rows removed`, rowsRemoved],
    [`${projection}: seconds`, seconds.toFixed(1)],
  ];
}
