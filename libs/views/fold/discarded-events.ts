/** Events that an operator has discarded for one projection: its folds leave them out. */
export class DiscardedEvents {
  private readonly events: ReadonlySet<string>;

  constructor(events: readonly { readonly stream: string; readonly version: number }[]) {
    this.events = new Set(events.map(({ stream, version }) => nameOf(stream, version)));
  }

  has(stream: string, version: number): boolean {
    return this.events.size > 0 && this.events.has(nameOf(stream, version));
  }
}

/** For a projection without discarded events. */
export const nothingDiscarded = new DiscardedEvents([]);

function nameOf(stream: string, version: number): string {
  return `${stream}/${version}`;
}
