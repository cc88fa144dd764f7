import { Command } from 'commander';
import { CommandFailedError } from '@firstwrite/terminal';
import { prepareProgram, runProgram } from './run-program';

describe('running a command', () => {
  let written: string;
  beforeEach(() => {
    written = '';
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      written += String(text);
      return true;
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.exitCode = undefined;
  });

  async function run(argv: string[], action: () => void | Promise<void> = () => undefined) {
    const program = prepareProgram(new Command('firstwrite'));
    program.command('audit').option('--deep').action(action);
    await runProgram(program, ['node', 'firstwrite', ...argv]);
    return { written, exitCode: process.exitCode };
  }

  it('is silent when it goes well', async () => {
    expect(await run(['audit'])).toEqual({ written: '', exitCode: undefined });
  });

  it.each([
    [['audit', '--depe'], "firstwrite: unknown option '--depe' (Did you mean --deep?)\n"],
    [['audi'], "firstwrite: unknown command 'audi' (Did you mean audit?)\n"],
  ])('takes a mistake in %j in one line', async (argv, line) => {
    expect(await run(argv)).toEqual({ written: line, exitCode: 1 });
  });

  it('prints a failure as one line, without a stack trace', async () => {
    const fails = () => Promise.reject(new CommandFailedError('orders.csv does not exist'));
    expect(await run(['audit'], fails)).toEqual({ written: 'firstwrite: orders.csv does not exist\n', exitCode: 1 });
  });

  it('prints a defect the same way', async () => {
    const fails = () => {
      throw new TypeError('x is not\n a function');
    };
    expect(await run(['audit'], fails)).toEqual({ written: 'firstwrite: x is not a function\n', exitCode: 1 });
  });
});
