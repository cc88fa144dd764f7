import { KafkaMessageLog } from '@firstwrite/messaging';
import { BadSettingError, readSettings, settingsCatalogue } from '@firstwrite/platform';
import type { Command } from 'commander';
import { processOutput } from '@firstwrite/terminal';
import { publishedTopic } from '../topics/published-topic';

const explanation = `
The topic's partitions, replicas, replicas in sync and retention are the KAFKA_TOPIC_* settings; \
Kafka is at KAFKA_BROKERS.
"firstwrite config" shows them. Partitions can be added while the service runs, and can never be removed.`;

/** `firstwrite topics apply` */
export function registerTopics(program: Command): void {
  program
    .command('topics')
    .description('Manages the topic that events are published to.')
    .command('apply')
    .description(
      'Applies the settings to the topic: creates it, adds partitions, changes other settings. Safe to repeat.',
    )
    .option('--json', 'print the result as one line of JSON')
    .addHelpText('after', explanation)
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const settings = readSettings(process.env);
      const { KAFKA_BROKERS: brokers } = settings;
      if (!brokers) {
        const { allowed } = settingsCatalogue.KAFKA_BROKERS;
        throw new BadSettingError('KAFKA_BROKERS', '', `it is required; allowed: ${allowed}`);
      }
      const log = new KafkaMessageLog({ brokers: brokers.split(','), clientId: 'firstwrite-topics' });
      try {
        const plan = publishedTopic(settings);
        const change = await log.applyTopic(plan);
        const now = await log.describeTopic(plan.topic);
        processOutput(json).result({ change, ...now }, [
          ['topic', now.topic],
          ['change', change],
          ['partitions', now.partitions],
          ['replicas', now.replicationFactor],
          ['in sync before a message counts', now.minInsyncReplicas],
          ['retention hours', now.retentionMs / 3_600_000],
        ]);
      } finally {
        await log.close();
      }
    });
}
