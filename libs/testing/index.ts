export { eventLoopTurns } from './event-loop-turns';
export { eventually } from './eventually';
export { type Decider, scenariosOf } from './given-when-then';
export type { RoundTrip } from './postgres-wire/conversation';
export { startWireProxy, type WireProxy } from './postgres-wire/wire-proxy';
export { createTestDatabase, type TestDatabase } from './test-database';
export {
  describeWithKafka,
  kafkaJarDirectory,
  kafkaStartMsMax,
  sharedTestKafka,
  startTestKafka,
  type TestKafka,
} from './test-kafka';
