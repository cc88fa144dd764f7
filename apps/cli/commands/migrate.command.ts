import { dumpSchema, migrateDatabase } from '@firstwrite/migrations';
import type { Command } from 'commander';
import { writeFile } from 'node:fs/promises';
import { CommandFailedError } from '@firstwrite/terminal';
import { describeError } from '@firstwrite/platform';
import { databaseExplanation, withDatabase } from '../database/reached-database';

/** `firstwrite migrate` */
export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description("Brings the database to this build's schema; safe to repeat, and while the service runs.")
    .option('--dump <file>', 'write the whole schema to this file afterwards')
    .addHelpText('after', databaseExplanation)
    .action(async ({ dump }: { readonly dump?: string }) => {
      await withDatabase({ environment: process.env, create: true }, async ({ url, ownerUrl, settings }) => {
        const names = await migrateDatabase({ ownerUrl, applicationUrl: url, region: settings.FIRSTWRITE_REGION });
        for (const name of names) process.stdout.write(`ran ${name}\n`);
        if (names.length === 0) process.stdout.write('the schema is up to date\n');
        if (dump !== undefined) await writeDump(dump, await dumpSchema(ownerUrl));
      });
    });
}

async function writeDump(path: string, schema: string): Promise<void> {
  try {
    await writeFile(path, schema);
  } catch (error) {
    throw new CommandFailedError(`${path} cannot be written: ${describeError(error)}`);
  }
  process.stdout.write(`wrote the schema to ${path}\n`);
}
