export { backOffMs, type BackOff } from './back-off';
export { pause, Pause } from './pause';
export { Deadline, settlesWithin, within } from './time-limit';
