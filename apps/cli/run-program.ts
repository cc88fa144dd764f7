import { CommanderError, type Command } from 'commander';
import { describeError } from '@firstwrite/platform';

/** Gives a program, and every command registered on it later, the error line and the exit code of this command line. */
export function prepareProgram(program: Command): Command {
  return program
    .description('Runs, fills and inspects a Firstwrite service.')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      outputError: (text, write) =>
        write(`firstwrite: ${describeError(new Error(text.trim().replace(/^error: /, '')))}\n`),
    });
}

/** Runs the command named in `argv`. Any failure is one line on stderr and exit code 1. */
export async function runProgram(program: Command, argv: readonly string[]): Promise<void> {
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode;
      return;
    }
    process.stderr.write(`firstwrite: ${describeError(error)}\n`);
    process.exitCode = 1;
  }
}

/** For stdout's errors: `firstwrite … | head` closes the pipe, and that is not a failure. */
export function endQuietlyWhenReaderLeft(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit();
  throw error;
}
