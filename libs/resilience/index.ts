export { Pause } from './pause';
