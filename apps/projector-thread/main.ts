import { runProjectorThread } from '@firstwrite/roles';

runProjectorThread();
