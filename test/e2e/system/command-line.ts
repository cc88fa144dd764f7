import type { System } from './system';
import { COMMAND_LINE, runProgram, type RunningProgram } from './built-program';

export interface CommandResult {
  readonly code: number | null;
  readonly stderr: string;
  /** The summary, which `--json` prints as the last line. */
  readonly summary: Readonly<Record<string, number>>;
}

/** Starts `firstwrite <command>` against a service. */
export function launchCommand(
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): RunningProgram {
  return runProgram(COMMAND_LINE, args, settings);
}

/** Runs `firstwrite <command>` to its end. */
export async function runCommand(
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  return resultOf(launchCommand(args, settings));
}

export async function resultOf(program: RunningProgram): Promise<CommandResult> {
  const { code } = await program.ended;
  const last = program.stdout().trimEnd().split('\n').at(-1) ?? '';
  return {
    code,
    stderr: program.stderr(),
    summary: last.startsWith('{') ? (JSON.parse(last) as Record<string, number>) : {},
  };
}

/**
 * Proves on the stored events and views of a system that nothing was oversold, and that every view matches the events.
 */
export async function expectAuditPasses({ databaseSettings }: Pick<System, 'databaseSettings'>): Promise<void> {
  const { code, stderr, summary } = await runCommand(['audit', '--json'], databaseSettings);
  expect({ code, stderr, ...summary }).toMatchObject({ code: 0, passed: true });
}
