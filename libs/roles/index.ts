export { openStore } from './database/open-store';
export { openMessageLog } from './projector/open-message-log';
export { watchParked, watchProjections } from './projector/projection-metrics';
export { LaneMetrics } from './write-side/lane-metrics';
