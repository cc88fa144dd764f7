import { runProjectorThread } from '@firstwrite/roles';
import { shop } from '@firstwrite/shop';

runProjectorThread(shop);
