import { settingsCatalogue } from '@firstwrite/platform';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';

/** The options of `npm start --`, in addition to the settings. */
export interface LauncherOptions {
  readonly template: string;
  readonly projectors: number;
  readonly relays: number;
  readonly front: FrontKind;
}

/** The program that listens at the one address that clients use. */
export type FrontKind = 'auto' | 'haproxy' | 'node';

const PROCESSES_MAX = 32;

/**
 * Reads the options; a template given as a flag becomes the setting. @returns undefined when the process must end:
 * after `--help`, or after one line about a wrong option, with exit code 1
 */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): LauncherOptions | undefined {
  const program = programOf();
  try {
    program.parse(args, { from: 'user' });
    const { template = environment['FIRSTWRITE_TEMPLATE'] || 'inception', ...more } =
      program.opts<Partial<LauncherOptions>>();
    const [name] = Object.keys(more);
    if (template === 'inception' && name !== undefined) {
      throw new CommanderError(1, 'option', `--${name} is for --template scale-out`);
    }
    environment['FIRSTWRITE_TEMPLATE'] = template;
    return { projectors: 2, relays: 1, front: 'auto', ...more, template };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode;
    if (error.exitCode !== 0) process.stderr.write(`firstwrite: ${oneLine(error.message)}\n`);
    return undefined;
  }
}

function programOf(): Command {
  return new Command('npm start --')
    .description(
      'Starts Firstwrite and runs until Ctrl-C, which stops it cleanly. "npx firstwrite config" lists the settings.',
    )
    .addOption(
      new Option('--template <name>', `which roles run, and how many processes; default: FIRSTWRITE_TEMPLATE`).choices(
        settingsCatalogue.FIRSTWRITE_TEMPLATE.allowed.split(', '),
      ),
    )
    .option('--projectors <n>', 'scale-out: processes that keep the views; default 2', processes)
    .option(
      '--relays <n>',
      'scale-out: processes that publish, one active and the others on standby; default 1',
      processes,
    )
    .addOption(
      new Option(
        '--front <kind>',
        'scale-out: the program that separates commands from queries; auto: HAProxy if it is installed',
      ).choices(['auto', 'haproxy', 'node']),
    )
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
}

function processes(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= PROCESSES_MAX) return count;
  throw new InvalidArgumentError(`Allowed: 1 … ${PROCESSES_MAX}.`);
}

function oneLine(message: string): string {
  return message
    .replace(/^error: /, '')
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim();
}
