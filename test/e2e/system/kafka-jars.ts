import { KAFKA_VERSION, prepareKafkaJars } from '@firstwrite/local-servers';
import { kafkaJarDirectory } from '@firstwrite/testing';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Lets a system that keeps Kafka's program in its data directory find it there: the tests of a checkout download it
 * once.
 */
export async function offerKafkaJars(dataDirectory: string): Promise<void> {
  await prepareKafkaJars(kafkaJarDirectory, () => undefined);
  await symlink(kafkaJarDirectory, join(dataDirectory, `kafka-${KAFKA_VERSION}-jars`)).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
}
