import type { Command } from 'commander';
import { AuditFaultError, runAudit } from '@firstwrite/audit';
import { summaryObject, summaryRows } from '../audit/summary-rows';
import { auditedShop } from '../shop';
import { databaseExplanation, withDatabase } from '../database/reached-database';
import { integerBetween, processOutput } from '@firstwrite/terminal';

interface AuditCommandOptions {
  readonly waitViewsMs: number;
  readonly views?: string;
  readonly json?: boolean;
}

const explanation = `
The audit proves: every stream has the versions 1, 2, 3 and so on without a gap, and can be read; no stock item was
ever below zero, and received - decremented + restocked + adjusted equals the units on hand; every order took exactly
its units, in its own transaction, and gave them back once if it was cancelled or returned, and no other unit moved
for an order; every row of every view is the fold of its events, and no row is missing or too many.
A view that is behind is compared with the events that it has read; how far it is behind is reported. A parked stream
is compared up to its parked event, and a discarded event is left out; both are listed. An event that cannot be read,
and that every view of its stream has discarded, is not a fault: the sums leave it out, and the later events of its
stream are not checked against the events before it.
The audit only reads, in one snapshot: a service may run meanwhile.
Exit code 1 at the first fault, which is named in one line.
${databaseExplanation}`;

/** `firstwrite audit` */
export function registerAudit(program: Command): void {
  program
    .command('audit')
    .description('Proves on the stored events that nothing was oversold, and that the views match the events.')
    .option(
      '--wait-views-ms <n>',
      'how long to wait for views that a running service is still filling',
      integerBetween(0, 600_000),
      5_000,
    )
    .option('--views <instance>', "compare this instance's own views instead of the shared ones")
    .option('--json', 'print the result as one line of JSON')
    .addHelpText('after', explanation)
    .action(async ({ waitViewsMs, views: instance, json = false }: AuditCommandOptions) => {
      const output = processOutput(json);
      await withDatabase({ environment: process.env }, async ({ url }) => {
        try {
          const summary = await runAudit({ shop: auditedShop, url, instance, waitViewsMs, progress: output.progress });
          output.result(summaryObject(summary), summaryRows(summary));
          if (!json) process.stdout.write('audit passed\n');
        } catch (error) {
          if (json && error instanceof AuditFaultError) output.result({ passed: false, fault: error.fault }, []);
          throw error;
        }
      });
    });
}
