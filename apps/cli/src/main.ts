import { Command } from 'commander';
import { registerImport } from './commands/import.command';
import { registerReplay } from './commands/replay.command';
import { registerSample } from './commands/sample.command';
import { endQuietlyWhenReaderLeft, prepareProgram, runProgram } from './run-program';

const program = prepareProgram(new Command('firstwrite'));

registerSample(program);
registerImport(program);
registerReplay(program);

process.stdout.on('error', endQuietlyWhenReaderLeft);
void runProgram(program, process.argv);
