export { applyFaultPolicy, type FaultPolicy } from './csv/fault-policy';
export { readOrderFile } from './csv/order-file.reader';
export { importStock } from './import/import-stock';
export { collectBaskets } from './replay/basket';
export { replayOrders } from './replay/replay-orders';
export { Random } from './sample/random';
export { writeSampleFile } from './sample/sample-file.writer';
