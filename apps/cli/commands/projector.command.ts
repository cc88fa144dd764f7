import type { Command } from 'commander';
import { databaseExplanation, withDatabase } from '../database/reached-database';
import { forgetInstance } from '../own-views/forget-instance';
import { listedInstances, listInstances } from '../own-views/list-instances';

interface ProjectorCommandOptions {
  readonly json?: boolean;
}

const explanation = `
A query-api with FIRSTWRITE_VIEWS=own keeps views for itself: a schema in the database, and a consumer group in Kafka,
both named by its FIRSTWRITE_INSTANCE. Both stay when the query-api stops, so that it goes on from there. "projector
forget" removes both, for an instance that will not come back. The group is at KAFKA_BROKERS; without that setting
only the schema is removed. Needs the owner of the tables (DATABASE_MIGRATION_URL).
${databaseExplanation}`;

/** `firstwrite projector list | forget` */
export function registerProjector(program: Command): void {
  const projector = program
    .command('projector')
    .description('Shows the instances that have views of their own, and removes the views of one.')
    .addHelpText('after', explanation);
  projector
    .command('list')
    .description('Lists the instances, and how far behind their views are.')
    .option('--json', 'print the result as one line of JSON')
    .action(async ({ json = false }: ProjectorCommandOptions) => {
      const listed = await withDatabase({ environment: process.env }, ({ url }) => listInstances(url));
      process.stdout.write(json ? `${JSON.stringify(listed)}\n` : listedInstances(listed));
    });
  projector
    .command('forget')
    .argument('<instance>', 'its FIRSTWRITE_INSTANCE')
    .description("Removes an instance's own views and its consumer group; it must not run.")
    .option('--json', 'print the result as one line of JSON')
    .action(async (name: string, { json = false }: ProjectorCommandOptions) => {
      const { instance, group } = await withDatabase({ environment: process.env }, (database) =>
        forgetInstance(name, database),
      );
      const groupLine = group
        ? `the consumer group ${group} is gone`
        : 'KAFKA_BROKERS is not set: no group was removed';
      process.stdout.write(
        json
          ? `${JSON.stringify({ instance, group: group ?? null })}\n`
          : `the views of ${instance} are gone\n${groupLine}\n`,
      );
    });
}
