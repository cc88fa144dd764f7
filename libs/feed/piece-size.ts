/** A writing transaction holds the feed's horizon back for everybody: none may take longer than this. */
const WRITE_MS_MAX = 100;
const EVENTS_MIN = 10;

/**
 * How many events a projection writes in one transaction, adapted to how long that takes, with the views that share it.
 */
export class PieceSize {
  private events: number;

  constructor(private readonly eventsMax: number) {
    this.events = Math.min(500, eventsMax);
  }

  get current(): number {
    return this.events;
  }

  took(ms: number): void {
    if (ms > WRITE_MS_MAX * 0.8) this.events = Math.max(EVENTS_MIN, Math.floor(this.events / 2));
    else if (ms < WRITE_MS_MAX * 0.3) this.events = Math.min(this.eventsMax, this.events * 2);
  }
}
