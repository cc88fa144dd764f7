import 'reflect-metadata';
import { runRole } from '@firstwrite/platform';
import { startProjectorRole } from '@firstwrite/roles';
import { shop } from '@firstwrite/shop';

runRole('projector', (surroundings) => startProjectorRole(shop, surroundings));
