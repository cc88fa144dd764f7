import { KAFKA_VERSION, prepareKafkaJars } from '@firstwrite/local-servers';
import { kafkaJarDirectory } from '@firstwrite/testing';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Links Kafka's program into the data directory, where a system looks for it. The tests of a checkout download the
 * program once.
 */
export async function offerKafkaJars(dataDirectory: string): Promise<void> {
  await prepareKafkaJars(kafkaJarDirectory, () => undefined);
  await symlink(kafkaJarDirectory, join(dataDirectory, `kafka-${KAFKA_VERSION}-jars`)).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
}
