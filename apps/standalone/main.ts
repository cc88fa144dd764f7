import 'reflect-metadata';
import { runRole } from '@firstwrite/platform';
import { startService } from '@firstwrite/roles';

runRole('standalone', startService);
