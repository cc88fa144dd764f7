import type { Position } from '@firstwrite/event-store';
import type { Message } from '@firstwrite/messaging';
import { z } from 'zod';
import { positionOfText, positionText } from './position-text';
import type { Segment } from './segment';

/** The CloudEvent type of a watermark. Consumers of events alone skip messages with this `ce_type`. */
export const WATERMARK_TYPE = 'firstwrite.watermark.v1';

/** The end of a segment: its statement about the partition, and the number of events before it. */
export interface Watermark extends Omit<Segment, 'events'> {
  readonly partition: number;
  readonly events: number;
}

const position = z.string().transform((text, context): Position => {
  const parsed = positionOfText(text);
  if (parsed) return parsed;
  context.addIssue('not a position');
  return z.NEVER;
});
const count = z.number().int().nonnegative();
const watermarkSchema = z.object({
  incarnation: z.string(),
  partition: count,
  partitions: count.positive(),
  from: position,
  to: position,
  events: count,
  completeAtMs: count,
});

export function watermarkMessage(watermark: Watermark, source: string): Message {
  const { incarnation, partition, partitions, events, completeAtMs } = watermark;
  const from = positionText(watermark.from);
  const to = positionText(watermark.to);
  return {
    key: 'watermark',
    value: JSON.stringify({ incarnation, partition, partitions, from, to, events, completeAtMs }),
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: `watermark-${partition}-of-${partitions}/${from}/${to}/${completeAtMs}`,
      ce_source: source,
      ce_type: WATERMARK_TYPE,
      ce_time: new Date(completeAtMs).toISOString(),
    },
  };
}

/** The watermark of a message. @returns undefined when the message cannot be read */
export function watermarkOfMessage({ value }: Message): Watermark | undefined {
  try {
    return watermarkSchema.safeParse(JSON.parse(value)).data;
  } catch {
    return undefined;
  }
}
