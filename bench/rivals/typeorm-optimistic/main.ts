import { serve } from '../typeorm/serve';
import { OptimisticOrders } from './optimistic-orders';

void serve(OptimisticOrders);
