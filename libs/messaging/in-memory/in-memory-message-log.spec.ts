import { messageLogContract } from '../message-log.contract';
import { InMemoryMessageLog } from './in-memory-message-log';

messageLogContract('in memory', async () => {
  const log = new InMemoryMessageLog();
  return { log, deleteTopic: async (topic) => log.deleteTopic(topic), close: () => log.close() };
});
