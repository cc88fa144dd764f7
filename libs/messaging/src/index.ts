export * from './errors';
export * from './message-log';
