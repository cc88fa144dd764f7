import { z } from 'zod';

/** A position as it stands in the metadata of an event that came from another store. */
const foreignPosition = z.object({ store: z.int(), era: z.int(), xid: z.string(), number: z.string() });

/**
 * The circumstances of an event, in addition to its data. Unknown keys pass through unchanged. `imported`, `origin` and
 * `hlc` are reserved: parsed, kept, never set here. Side effects skip an event that is `imported`; projections do not.
 */
export const metadataSchema = z.looseObject({
  commandId: z.string(),
  /** The request that caused the command, when it is not the command itself. */
  correlationId: z.string().optional(),
  /** The name of the caller; absent: `anonymous`. */
  actor: z.string().optional(),
  imported: foreignPosition.optional(),
  origin: z.string().optional(),
  hlc: z.string().optional(),
});

/** Metadata that {@link metadataSchema} has accepted; keys that it does not know are still there, of unknown type. */
export type EventMetadata = z.infer<typeof metadataSchema>;

/** The actor of an event without an actor in its metadata. */
export const ANONYMOUS = 'anonymous';
