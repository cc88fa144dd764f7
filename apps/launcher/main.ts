import 'reflect-metadata';
import { runRole } from '@firstwrite/platform';
import { readOptions, startScaleOut, startStandalone } from '@firstwrite/roles';
import { shop } from '@firstwrite/shop';

const options = readOptions(process.argv.slice(2), process.env);
if (options?.template === 'scale-out') {
  runRole('launcher', (surroundings) => startScaleOut(shop, surroundings, options));
} else if (options) {
  runRole('standalone', (surroundings) => startStandalone(shop, surroundings));
}
