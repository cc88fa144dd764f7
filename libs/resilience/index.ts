export { type BackOff, backOffMs, jitterMs } from './back-off';
export { IllegalTransitionError, Modes, type Transitions } from './modes';
export { pause, Pause } from './pause';
export { Deadline, settledOrAbandoned, settlesWithin, within } from './time-limit';
