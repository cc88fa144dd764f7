import { WATERMARK_TYPE } from '@firstwrite/published-log';
import { z } from 'zod';
import { eventDescriptions, type EventName } from '../event-schemas';
import { ANONYMOUS, type EventMetadata } from '@firstwrite/event-store';
import type { JsonObject } from './published-headers';

const EXAMPLE_VERSION = '4';
const EXAMPLE_TIME = '2026-01-01T09:30:00.000Z';
const EXAMPLE_POSITION = '0.1.748.12';
const EXAMPLE_METADATA: EventMetadata = { commandId: '0190a3c4-5b2e-7c1d-8f00-0000000003b8', actor: ANONYMOUS };
const CONTENT_TYPE = 'application/json';

const schemaReference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const typeHeader = (type: string) => ({ type: 'object', properties: { ce_type: { const: type } } });
const keyBinding = (description: string) => ({
  kafka: { key: { type: 'string', description }, bindingVersion: '0.5.0' },
});

/**
 * The message of an event: its headers, a reference to the schema of its data, and an example as it is in the topic.
 */
export function eventMessage(name: EventName, source: string): JsonObject {
  const { summary, stream, golden } = eventDescriptions[name];
  const headers = {
    'content-type': CONTENT_TYPE,
    ce_specversion: '1.0',
    ce_id: `${stream}/${EXAMPLE_VERSION}`,
    ce_source: source,
    ce_type: golden.type,
    ce_subject: stream,
    ce_time: EXAMPLE_TIME,
    ce_version: EXAMPLE_VERSION,
    ce_position: EXAMPLE_POSITION,
    ce_metadata: JSON.stringify(EXAMPLE_METADATA),
  };
  return {
    name: golden.type,
    summary,
    contentType: CONTENT_TYPE,
    headers: {
      allOf: [schemaReference('CloudEventHeaders'), schemaReference('EventHeaders'), typeHeader(golden.type)],
    },
    payload: schemaReference(name),
    bindings: keyBinding(`The event's stream, such as \`${stream}\`.`),
    examples: [{ name: golden.type, headers, payload: golden.data }],
  };
}

/** The schema of an event's data, as other tools read it: draft 7, open to members that come later. */
export function dataSchema(name: EventName): JsonObject {
  const { $schema, ...schema } = z.toJSONSchema(eventDescriptions[name].schema, {
    target: 'draft-7',
    io: 'input',
    // The format suffices; the pattern beside it counts leap years in 300 characters.
    override: ({ jsonSchema }) => void (jsonSchema.format === 'date-time' && delete jsonSchema.pattern),
  });
  return schema;
}

/** The message between events that says how far a partition is complete. */
export const watermarkMessage: JsonObject = {
  name: WATERMARK_TYPE,
  summary: 'Skip it: nothing happened in the shop.',
  description:
    'Says how far its partition is complete, for followers that compare it with the store. ' +
    'It comes many times a second, also when nothing is sold.',
  contentType: CONTENT_TYPE,
  headers: { allOf: [schemaReference('CloudEventHeaders'), typeHeader(WATERMARK_TYPE)] },
  payload: { type: 'object', description: "The projectors' own: it may change without notice." },
};
