import { Command } from 'commander';
import { prepareProgram, runProgram } from '../run-program';

/** What a command printed, and the exit code that it asked for. */
export interface CommandRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: typeof process.exitCode;
}

/**
 * Runs commands of the command line in this process, and keeps what they print. Restores the environment and the exit
 * code after each test.
 * @param environment set before each test; undefined: unset
 */
export function commandRuns(
  registrations: readonly ((program: Command) => void)[],
  environment: () => Readonly<Record<string, string | undefined>> = () => ({}),
): (...argv: readonly string[]) => Promise<CommandRun> {
  const before = { ...process.env };
  let printed = { stdout: '', stderr: '' };
  beforeEach(() => {
    for (const [name, value] of Object.entries(environment())) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    for (const stream of ['stdout', 'stderr'] as const) {
      jest.spyOn(process[stream], 'write').mockImplementation((text) => {
        printed[stream] += String(text);
        return true;
      });
    }
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.env = { ...before };
    process.exitCode = undefined;
  });
  return async (...argv) => {
    printed = { stdout: '', stderr: '' };
    process.exitCode = undefined;
    const program = prepareProgram(new Command('firstwrite'));
    for (const register of registrations) register(program);
    await runProgram(program, ['node', 'firstwrite', ...argv]);
    return { ...printed, exitCode: process.exitCode };
  };
}
