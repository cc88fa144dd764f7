/** A JSON schema (draft 7), or another part of a document that is made of plain JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

const text = (description: string, more: JsonObject = {}) => ({ type: 'string', description, ...more });

/** The headers of every message in the topic: CloudEvents 1.0, binary mode. */
export const cloudEventHeaders = (source: string): JsonObject => ({
  type: 'object',
  required: ['content-type', 'ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_time'],
  properties: {
    'content-type': text('Of the value.', { const: 'application/json' }),
    ce_specversion: text('Of CloudEvents.', { const: '1.0' }),
    ce_id: text('Unique within `ce_source`.'),
    ce_source: text("The store's region; never a host, a shard or a process.", { const: source }),
    ce_type: text('What happened.'),
    ce_time: text("On the store's clock.", { format: 'date-time' }),
  },
});

/** The headers of an event's message, in addition to {@link cloudEventHeaders}. */
export const eventHeaders: JsonObject = {
  type: 'object',
  required: ['ce_subject', 'ce_version', 'ce_position', 'ce_metadata'],
  properties: {
    ce_id: text('`<stream>/<version>`: the same however often the event is published.', {
      pattern: '^.+/[1-9][0-9]*$',
    }),
    ce_subject: text('The stream: the same text as the key.'),
    ce_version: text("The event's place in its stream, a decimal: 1, 2, 3 and so on, none left out.", {
      pattern: '^[1-9][0-9]*$',
    }),
    ce_position: text("The event's place in its store: opaque, to be compared with nothing."),
    ce_metadata: text('JSON: `commandId`, and what else is known of how the event came about.', {
      contentMediaType: 'application/json',
    }),
    ce_imported: text('There only when the event was brought from another store: side effects have happened there.', {
      const: 'true',
    }),
  },
};
