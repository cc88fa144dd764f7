import { WATERMARK_TYPE } from '@firstwrite/published-log';
import type { PublishedTopic } from '@firstwrite/roles';
import { eventDescriptions, type EventName } from '../event-schemas';
import { cloudEventHeaders, eventHeaders, type JsonObject } from './published-headers';
import { dataSchema, eventMessage, watermarkMessage } from './published-messages';

const channelDescription = `Every event of the store. The key of a message is the event's stream, \
so one stream's events are in one partition, in order.

- Delivery is at least once: drop an event whose \`ce_version\` is not above the greatest that you have of its stream.
- Skip \`${WATERMARK_TYPE}\`, types that you do not know, and members and headers that you do not know.
- The topic forgets after its retention. A first version above 1 says that you came late: \
ask the API for what was before.`;

/**
 * The AsyncAPI 3.0 document of the published events. It has a message for each event, with its headers, the schema
 * that the event is read with and an example, and the message of watermarks. Plain JSON, the same for the same topic.
 */
export function eventsDocument({ topic, region }: PublishedTopic): JsonObject {
  const source = `/firstwrite/${region}`;
  const names = Object.keys(eventDescriptions) as EventName[];
  const byName = <Value>(of: (name: EventName) => Value) => Object.fromEntries(names.map((name) => [name, of(name)]));
  const messages = { ...byName((name) => eventMessage(name, source)), Watermark: watermarkMessage };
  const schemas = { ...byName(dataSchema), CloudEventHeaders: cloudEventHeaders(source), EventHeaders: eventHeaders };
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Firstwrite events',
      version: '1',
      description: 'What happens to stock, orders and products, for other services to follow.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    channels: {
      events: {
        address: topic,
        description: channelDescription,
        messages: Object.fromEntries(
          Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${name}` }]),
        ),
      },
    },
    operations: {
      publishEvents: {
        action: 'send',
        channel: { $ref: '#/channels/events' },
        summary: 'Publishes what has committed, in the order of commits.',
      },
    },
    components: { messages, schemas },
  };
}
