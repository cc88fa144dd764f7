import { runProjectorThread } from '@firstwrite/roles';
import { model, projections } from '@firstwrite/shop';

runProjectorThread({ model, projections });
