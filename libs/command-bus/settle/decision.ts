import type { IdempotencyKey, Position } from '@firstwrite/event-store';
import type { DecidedEvent } from './aggregate';
import type { Expectation } from '../conflict/expectation';

/** The states of the streams that a decision named; it may read no others. */
export interface States {
  get<State>(stream: string): State;
  versionOf(stream: string): number;
}

/** The events that a decision appends to one stream, in this order; the lane gives them their versions. */
export interface StreamChange {
  readonly stream: string;
  readonly events: readonly DecidedEvent[];
}

/** Decides one kind of command. Pure: it may be run again when another writer was first. */
export interface Decision<Command, Reply> {
  /**
   * Every stream that the command reads or appends to. The first is the stream that the command is about: a repeated
   * answer rests on it alone. Called again as states become known, until it names no new stream: the lines of an order
   * name the stock that a cancellation puts back.
   */
  streams(command: Command, known: Pick<States, 'get'>): readonly string[];
  /** The answer that this command got before, if a stream shows it; checked before any expectation. */
  repeated?(command: Command, states: States): Answer<Reply> | undefined;
  /** The events of the command; none for a no-op. @throws a Rejection when the rules refuse the command */
  decide(command: Command, states: States): readonly StreamChange[];
  /** The answer, from the states after the decision. */
  answer(command: Command, states: States): Answer<Reply>;
}

/** The answer to a command: the resource that it is about, as the command left it. */
export interface Answer<Reply> {
  readonly body: Reply;
  /** The version of that resource. */
  readonly version: number;
}

/** An answer, and how it came about. */
export interface Settled<Reply> extends Answer<Reply> {
  /** A read at or after this position sees the command's effect; undefined in an empty store. */
  readonly position: Position | undefined;
  /** Whether an earlier command with the same key had this effect, and nothing was written now. */
  readonly replayed: boolean;
}

/** A command as the lane takes it. */
export interface Submission<Command, Reply> {
  readonly decision: Decision<Command, Reply>;
  readonly command: Command;
  /** The versions that the caller had seen. */
  readonly expectations: readonly Expectation[];
  /** Detects a repetition of a command that has no stream of its own to show it. */
  readonly idempotency?: { readonly key: IdempotencyKey; readonly fingerprint: string };
  /**
   * A stream that is new unless the command is a repetition. It is presumed new instead of being loaded; if it exists,
   * the append finds it, and the batch is settled again.
   */
  readonly newStream?: string;
  /** Members of the problem when the outcome is unknown: the id of the resource that the command is about. */
  readonly subject?: Readonly<Record<string, string>>;
  /** The approximate number of its streams: bounds a batch. */
  readonly weight: number;
  /** Stored with each of its events. */
  readonly metadata: object;
}
