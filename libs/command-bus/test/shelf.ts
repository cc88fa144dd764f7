import type { Aggregate, DecidedEvent, Model } from '../settle/aggregate';
import type { Decision, States, Submission } from '../settle/decision';

/** A shop small enough for a test: shelves that hold units, and slips that name the shelves to put units back on. */
export interface Shelf {
  readonly units: number;
}

export interface Slip {
  /** Empty until the slip is opened. */
  readonly shelves: readonly string[];
}

export class EmptyShelfError extends Error {
  readonly code = 'empty-shelf';
  constructor(readonly shelves: readonly string[]) {
    super(`not enough on ${shelves.join(', ')}`);
  }
}

type ShelfEvent = DecidedEvent & { readonly data: { readonly units: number } };
type SlipEvent = DecidedEvent & { readonly data: { readonly shelves: readonly string[] } };

/** Stored under a type that PostgreSQL cannot keep. */
export const UNSTORABLE = 'Unstorable';
/** A stored event of this type cannot be read. */
export const UNREADABLE = 'Unreadable';

const shelf: Aggregate = {
  initial: { units: 0 } satisfies Shelf,
  evolve: (state: Shelf, { data }: ShelfEvent): Shelf => ({ units: state.units + data.units }),
  snapshotSchemaVersion: 1,
  cachedMax: 1_000,
};

const slip: Aggregate = {
  initial: { shelves: [] } satisfies Slip,
  evolve: (_: Slip, { data }: SlipEvent): Slip => ({ shelves: data.shelves }),
  snapshotSchemaVersion: 1,
  cachedMax: 1_000,
};

export const shelfModel: Model = {
  aggregates: { shelf, slip },
  kindOf: (stream) => stream.slice(0, stream.indexOf('-')),
  encode: ({ type, data }) => ({ type: type === UNSTORABLE ? `${type}\u0000` : type, data }),
  decode: ({ type, data }) => {
    if (type === UNREADABLE) throw new Error('an event that this build cannot read');
    return { type, data };
  },
};

const unitsOn = (states: States, shelf: string) => states.get<Shelf>(shelf).units;

export interface StackUnits {
  readonly shelf: string;
  readonly units: number;
  /** The type of the event; default `Stacked`. */
  readonly type?: string;
}

export const stackUnits: Decision<StackUnits, Shelf> = {
  streams: ({ shelf }) => [shelf],
  decide: ({ shelf, units, type = 'Stacked' }) =>
    units === 0 ? [] : [{ stream: shelf, events: [{ type, data: { units } }] }],
  answer: ({ shelf }, states) => ({ body: states.get<Shelf>(shelf), version: states.versionOf(shelf) }),
};

export interface TakeUnits {
  readonly shelves: readonly string[];
  readonly units: number;
}

/** Takes units from every shelf or from none. */
export const takeUnits: Decision<TakeUnits, readonly number[]> = {
  streams: ({ shelves }) => shelves,
  decide: ({ shelves, units }, states) => {
    const short = shelves.filter((shelf) => unitsOn(states, shelf) < units);
    if (short.length > 0) throw new EmptyShelfError(short);
    return shelves.map((stream) => ({ stream, events: [{ type: 'Taken', data: { units: -units } }] }));
  },
  answer: ({ shelves }, states) => ({
    body: shelves.map((shelf) => unitsOn(states, shelf)),
    version: states.versionOf(shelves[0] ?? ''),
  }),
};

export interface WriteSlip {
  readonly slip: string;
  readonly shelves: readonly string[];
}

/** Names its own stream only, and none of the shelves that it lists. */
export const writeSlip: Decision<WriteSlip, Slip> = {
  streams: ({ slip }) => [slip],
  decide: ({ slip, shelves }) => [{ stream: slip, events: [{ type: 'SlipWritten', data: { shelves } }] }],
  answer: ({ slip }, states) => ({ body: states.get<Slip>(slip), version: states.versionOf(slip) }),
};

export interface PutBack {
  readonly slip: string;
}

/** Puts one unit on each shelf that the slip lists: the streams are known only once the slip is loaded. */
export const putBack: Decision<PutBack, Slip> = {
  streams: ({ slip }, known) => [slip, ...((known.get<Slip | undefined>(slip)?.shelves ?? []) as string[])],
  decide: ({ slip }, states) =>
    states.get<Slip>(slip).shelves.map((stream) => ({ stream, events: [{ type: 'Stacked', data: { units: 1 } }] })),
  answer: ({ slip }, states) => ({ body: states.get<Slip>(slip), version: states.versionOf(slip) }),
};

/** A command as a handler submits it. */
export function submissionOf<Command, Reply>(
  decision: Decision<Command, Reply>,
  command: Command,
  more: Partial<Submission<Command, Reply>> = {},
): Submission<Command, Reply> {
  return { decision, command, expectations: [], weight: 1, metadata: { commandId: 'a-test' }, ...more };
}

/** The submission's idempotency part, for a command on this stream. */
export function keyed(stream: string, key: string, fingerprint = 'the-same-request') {
  return { idempotency: { key: { stream, scope: 'anonymous', operation: 'stack', key }, fingerprint } };
}
