export * from './order.decider';
export * from './order.events';
export * from './primitives';
export * from './product.decider';
export * from './rejections';
export * from './stock.decider';
export * from './stock.events';
