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
