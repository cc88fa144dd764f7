/** Rules of one kind of thing: what a command decides in a state, and what an event makes of a state. */
export interface Decider<State, Command, Event> {
  readonly initial: State;
  /** @param version the version of the stream that `event` made, when all of `given` is one stream */
  evolve(state: State, event: Event, version: number): State;
  decide(command: Command, state: State): readonly Event[];
}

/** The end of a sentence about a decider. Each one runs the decider, and fails the test when the sentence is false. */
export interface Expectations<Event> {
  /** Exactly these events are decided, in this order. */
  then(events: readonly Event[]): void;
  thenNothing(): void;
  /** The rules refuse, with this code and, when given, these details. */
  thenRejectedWith(code: string, details?: object): void;
}

/** A history, in which a command is then decided. */
export interface Given<Command, Event> {
  when(command: Command): Expectations<Event>;
}

/**
 * Sentences about a decider.
 * @example
 * const given = scenariosOf({ initial: emptyStock, evolve: evolveStock, decide: adjustStock });
 * given([received(3)]).when(adjust({ delta: -4 })).thenRejectedWith('insufficient-stock');
 */
export function scenariosOf<State, Command, Event>(
  decider: Decider<State, Command, Event>,
): (events: readonly Event[]) => Given<Command, Event> {
  return (events) => {
    const state = events.reduce((before, event, at) => decider.evolve(before, event, at + 1), decider.initial);
    return { when: (command) => expectationsOn(() => decider.decide(command, state)) };
  };
}

function expectationsOn<Event>(decide: () => readonly Event[]): Expectations<Event> {
  return {
    then: (events) => expect(decide()).toEqual(events),
    thenNothing: () => expect(decide()).toEqual([]),
    thenRejectedWith: (code, details = {}) => {
      let rejection: unknown;
      try {
        decide();
      } catch (error) {
        rejection = error;
      }
      expect(rejection).toMatchObject({ code, ...details });
    },
  };
}
