/** The modes of a machine, each with the modes that may follow it. */
export type Transitions<Mode extends string> = Readonly<Record<Mode, readonly Mode[]>>;

/** A machine was asked for a transition that its table does not have: a defect of the program, never of its input. */
export class IllegalTransitionError extends Error {
  readonly code = 'illegal-transition';
  constructor(machine: string, from: string, to: string) {
    super(`${machine}: no transition from "${from}" to "${to}"`);
  }
}

/**
 * The mode of a state machine, which changes along the transitions of its table only.
 * @example
 * const modes = new Modes('door', { open: ['shut'], shut: ['open', 'locked'], locked: ['shut'] }, 'open');
 * modes.to('locked'); // throws: an open door cannot be locked
 */
export class Modes<Mode extends string> {
  /** @param machine the name of the machine in the error of an illegal transition */
  constructor(
    private readonly machine: string,
    private readonly transitions: Transitions<Mode>,
    private mode: Mode,
  ) {}

  get current(): Mode {
    return this.mode;
  }

  is(mode: Mode): boolean {
    return this.mode === mode;
  }

  /** @throws IllegalTransitionError when the table has no such transition; the mode stays as it was */
  to(mode: Mode): void {
    if (!this.transitions[this.mode].includes(mode)) throw new IllegalTransitionError(this.machine, this.mode, mode);
    this.mode = mode;
  }
}
