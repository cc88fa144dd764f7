import { serve } from '../typeorm/serve';
import { ForUpdateOrders } from './for-update-orders';

void serve(ForUpdateOrders);
