import { Command } from 'commander';
import { registerAudit } from './commands/audit.command';
import { registerConfig } from './commands/config.command';
import { registerImport } from './commands/import.command';
import { registerMigrate } from './commands/migrate.command';
import { registerParked } from './commands/parked.command';
import { registerProjector } from './commands/projector.command';
import { registerRebuild } from './commands/rebuild.command';
import { registerReplay } from './commands/replay.command';
import { registerSample } from './commands/sample.command';
import { registerTopics } from './commands/topics.command';
import { endQuietlyWhenReaderLeft, prepareProgram, runProgram } from './run-program';

const program = prepareProgram(new Command('firstwrite'));

registerSample(program);
registerImport(program);
registerReplay(program);
registerAudit(program);
registerRebuild(program);
registerParked(program);
registerProjector(program);
registerMigrate(program);
registerTopics(program);
registerConfig(program);

process.stdout.on('error', endQuietlyWhenReaderLeft);
void runProgram(program, process.argv);
