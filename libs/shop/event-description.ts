import type { StoredShape } from '@firstwrite/event-store';
import type { z } from 'zod';
import type { StreamName } from './stream-name';

/** An event's stored form, and its description for consumers outside the shop. */
export interface EventDescription<Schema extends z.ZodType = z.ZodType> {
  /** The schema of the data at the current schema version. */
  readonly schema: Schema;
  /** A sentence for consumers: what happened. */
  readonly summary: string;
  /** An example as it is stored, and a stream that could hold it. */
  readonly golden: StoredShape;
  readonly stream: StreamName;
}

/**
 * Takes one description per event, and compiles only if each schema gives exactly the event's data: the same members,
 * the same optional ones, the same values. A schema that lacks a member would drop it when the event is read; a schema
 * that lacks a value would refuse the event.
 */
export function describeEvents<Event extends Described>() {
  return <Schemas extends Record<Event['type'], z.ZodType>>(descriptions: Descriptions<Event, Schemas>) =>
    descriptions as { readonly [Name in Event['type']]: EventDescription<Schemas[Name]> };
}

interface Described {
  readonly type: string;
  readonly data: object;
}

type Descriptions<Event extends Described, Schemas extends Record<Event['type'], z.ZodType>> = {
  readonly [Name in keyof Schemas]: EventDescription<Schemas[Name]> & Proof<Event, Name, Schemas[Name]>;
};

type Proof<Event extends Described, Name, Schema extends z.ZodType> =
  Same<Plain<z.output<Schema>>, Plain<Extract<Event, { readonly type: Name }>['data']>> extends true
    ? unknown
    : { readonly schema: 'gives other data than the event has' };

type Same<One, Other> =
  (<Type>() => Type extends One ? 1 : 2) extends <Type>() => Type extends Other ? 1 : 2 ? true : false;

/** The type as JSON can hold it: read-only, and an optional member is absent rather than undefined. */
type Plain<Type> = Type extends string | number | boolean | null
  ? Type
  : { readonly [Member in keyof Type]: Plain<Exclude<Type[Member], undefined>> };
