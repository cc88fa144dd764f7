export * from './bucket';
export * from './event-catalogue';
export * from './event-codec';
export * from './event-schemas';
export * from './fields';
export * from './metadata';
export * from './order-id';
export * from './stream-name';
