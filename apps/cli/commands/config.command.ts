import type { Command } from 'commander';
import { settingRows } from '../config/setting-rows';
import { formatColumns } from '@firstwrite/terminal';

const explanation = `
A setting that the service refuses is named in one line, with exit code 1. FIRSTWRITE_URL is not a setting of the
service: import and replay read it.`;

/** `firstwrite config` */
export function registerConfig(program: Command): void {
  program
    .command('config')
    .description('Shows every setting: its value, where the value is from, the allowed values and the meaning.')
    .option('--json', 'print the settings as one line of JSON')
    .addHelpText('after', explanation)
    .action(({ json = false }: { readonly json?: boolean }) => {
      const rows = settingRows(process.env);
      const heading = ['name', 'value', 'from', 'allowed', 'meaning'];
      const cells = rows.map(({ name, value, from, allowed, meaning }) => [
        name,
        value === null ? '-' : String(value),
        from,
        allowed,
        meaning,
      ]);
      process.stdout.write(json ? `${JSON.stringify(rows)}\n` : formatColumns(heading, cells));
    });
}
