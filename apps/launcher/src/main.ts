import 'reflect-metadata';
import { runRole } from '@firstwrite/platform';
import { startService } from '../../standalone/src/start-service';
import { readOptions } from './options';
import { startScaleOut } from './scale-out/start-scale-out';

const options = readOptions(process.argv.slice(2), process.env);
if (options?.template === 'scale-out') {
  runRole('launcher', (surroundings) => startScaleOut(surroundings, options));
} else if (options) {
  runRole('standalone', startService);
}
