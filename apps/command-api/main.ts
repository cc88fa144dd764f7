import 'reflect-metadata';
import { runRole } from '@firstwrite/platform';
import { startCommandApi } from '@firstwrite/roles';
import { shop } from '@firstwrite/shop';

runRole('command-api', (surroundings) => startCommandApi(shop, surroundings));
