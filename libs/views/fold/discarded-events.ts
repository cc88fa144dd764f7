/** Events that somebody decided one projection is to leave out. */
export class DiscardedEvents {
  private readonly events: ReadonlySet<string>;

  constructor(events: readonly { readonly stream: string; readonly version: number }[]) {
    this.events = new Set(events.map(({ stream, version }) => nameOf(stream, version)));
  }

  has(stream: string, version: number): boolean {
    return this.events.size > 0 && this.events.has(nameOf(stream, version));
  }
}

/** Of a projection that leaves nothing out. */
export const nothingDiscarded = new DiscardedEvents([]);

function nameOf(stream: string, version: number): string {
  return `${stream}/${version}`;
}
