import type { StoredShape } from '@firstwrite/event-store';
import type { z } from 'zod';
import type { StreamName } from './stream-name';

/** An event's stored form, and what its consumers outside the shop are told of it. */
export interface EventDescription {
  /** Of the data at the current schema version. */
  readonly schema: z.ZodType;
  /** What happened, in the words of a consumer. */
  readonly summary: string;
  /** An example as it is stored, and a stream that could hold it. */
  readonly golden: StoredShape;
  readonly stream: StreamName;
}
