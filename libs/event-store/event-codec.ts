import type { z } from 'zod';

/**
 * Turns the data of one schema version into the next one's. Pure and total over every event that was ever stored in
 * that version.
 */
export type Upcaster = (data: Record<string, unknown>) => Record<string, unknown>;

/** An event as a store keeps it: `type` is the name, with `.v<n>` from the second schema version on. */
export interface StoredShape {
  readonly type: string;
  readonly data: unknown;
}

/** An event as the domain knows it: its name without a schema version, and data of the current shape. */
export interface DecodedEvent {
  readonly type: string;
  readonly data: object;
}

/** Reads stored events. */
export interface EventDecoder {
  /** @throws UnreadableEventError */
  decode(stored: StoredShape): DecodedEvent;
}

/** A stored event that no schema of this build accepts; `detail` names the place. */
export class UnreadableEventError extends Error {
  readonly code = 'unreadable-event';
  constructor(
    readonly type: string,
    readonly detail: string,
  ) {
    super(`event ${type}: ${detail}`);
  }
}

/** Stored JSON ↔ domain events: writes the current schema version, reads every one that was ever written. */
export class EventCodec<Event extends DecodedEvent> implements EventDecoder {
  /**
   * @param schemas one schema per event name, of its current version
   * @param upcasters for each name the steps 1→2, 2→3, …; none: the event is still at version 1
   */
  constructor(
    private readonly schemas: Readonly<Record<string, z.ZodType>>,
    private readonly upcasters: Readonly<Record<string, readonly Upcaster[]>> = {},
  ) {}

  encode(event: Event): { type: string; data: Event['data'] } {
    const version = 1 + (this.upcasters[event.type]?.length ?? 0);
    return { type: version === 1 ? event.type : `${event.type}.v${version}`, data: event.data };
  }

  /** @throws UnreadableEventError */
  decode({ type, data }: StoredShape): Event {
    const { name, version } = parseType(type);
    const schema = Object.hasOwn(this.schemas, name) ? this.schemas[name] : undefined;
    const steps = this.upcasters[name] ?? [];
    if (!schema) throw new UnreadableEventError(type, 'unknown event type');
    if (version > steps.length + 1)
      throw new UnreadableEventError(type, `this build knows versions up to ${steps.length + 1}`);
    const current = steps.slice(version - 1).reduce((older, step) => step(older), data as Record<string, unknown>);
    const parsed = schema.safeParse(current);
    if (parsed.success) return { type: name, data: parsed.data } as Event;
    const [issue] = parsed.error.issues;
    throw new UnreadableEventError(type, `/${issue?.path.join('/')}: ${issue?.message}`);
  }
}

function parseType(type: string): { name: string; version: number } {
  const dot = type.lastIndexOf('.v');
  if (dot < 0) return { name: type, version: 1 };
  const version = Number(type.slice(dot + 2));
  if (!Number.isInteger(version) || version < 2) throw new UnreadableEventError(type, 'malformed schema version');
  return { name: type.slice(0, dot), version };
}
