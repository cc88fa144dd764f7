import 'reflect-metadata';
import { runRole } from '@firstwrite/platform';
import { startFront } from '@firstwrite/roles';

runRole('front', startFront);
