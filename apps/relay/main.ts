import 'reflect-metadata';
import { runRole } from '@firstwrite/platform';
import { startRelay } from '@firstwrite/roles';

runRole('relay', startRelay);
