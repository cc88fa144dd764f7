import 'reflect-metadata';
import { runRole } from '@firstwrite/platform';
import { startStandalone } from '@firstwrite/roles';
import { shop } from '@firstwrite/shop';

runRole('standalone', (surroundings) => startStandalone(shop, surroundings));
