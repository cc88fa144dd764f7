import type { IdempotencyKey, Position } from '@firstwrite/event-store';
import type { DecidedEvent } from './aggregate';
import type { Expectation } from '../conflict/expectation';

/** The states that a decision may look at: those of the streams that it named. */
export interface States {
  get<State>(stream: string): State;
  versionOf(stream: string): number;
}

/** Events that a decision appends to one stream, in this order; the lane gives them their versions. */
export interface StreamChange {
  readonly stream: string;
  readonly events: readonly DecidedEvent[];
}

/** How one kind of command is decided. Pure: it may be run again when another writer was first. */
export interface Decision<Command, Reply> {
  /**
   * Every stream that the command reads or appends to; the first is the one that it is about, and that guards its repetition. Asked again as states become known, until it names nothing new: an order's
   * lines name the stock that a cancellation puts back.
   */
  streams(command: Command, known: Pick<States, 'get'>): readonly string[];
  /** The answer that this same command got before, when a stream says so; looked at before any expectation. */
  repeated?(command: Command, states: States): Answer<Reply> | undefined;
  /** What happens. Nothing for a no-op; throws a Rejection when the rules refuse. */
  decide(command: Command, states: States): readonly StreamChange[];
  /** What to answer, from the states that the decision made. */
  answer(command: Command, states: States): Answer<Reply>;
}

/** What a command gets back: the resource that it is about, as the command left it. */
export interface Answer<Reply> {
  readonly body: Reply;
  /** Of the resource that the command is about. */
  readonly version: number;
}

/** An answer and what is known of its making. */
export interface Settled<Reply> extends Answer<Reply> {
  /** A read that has reached this position sees what the command did; undefined in an empty store. */
  readonly position: Position | undefined;
  /** True: an earlier command with the same key had this effect; nothing was written now. */
  readonly replayed: boolean;
}

/** A command as the lane takes it. */
export interface Submission<Command, Reply> {
  readonly decision: Decision<Command, Reply>;
  readonly command: Command;
  /** What the caller says it had seen. */
  readonly expectations: readonly Expectation[];
  /** Guards a command that no stream of its own guards. */
  readonly idempotency?: { readonly key: IdempotencyKey; readonly fingerprint: string };
  /** A stream that is new unless the command is a repetition: it is not loaded before, and the append finds it where it is there already. */
  readonly newStream?: string;
  /** Named in the error when the outcome is not known. */
  readonly orderId?: string;
  /** How many streams it is about, roughly: bounds a batch. */
  readonly weight: number;
  /** Stored with each event. */
  readonly metadata: object;
}
