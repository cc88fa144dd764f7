import 'reflect-metadata';
import { runRole } from '@firstwrite/platform';
import { startService } from './start-service';

runRole('standalone', startService);
