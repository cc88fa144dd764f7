/** What each event adds to the units on hand. */
const changes = {
  StockReceived: ({ quantity }) => quantity,
  StockDecremented: ({ quantity }) => -quantity,
  StockRestocked: ({ quantity }) => quantity,
  StockAdjusted: ({ delta }) => delta,
};

/** The units on hand of each stock stream, from events that may come more than once. */
export class StockLevels {
  #levels = new Map();

  /** @param readLevel asks the service for a stream's `{ version, onHand }` as it is now */
  constructor(readLevel) {
    this.readLevel = readLevel;
  }

  /** @returns the units on hand before (undefined: not known) and after it; undefined: the event is a duplicate */
  async apply({ stream, version, type, data }) {
    const known = this.#levels.get(stream);
    const { version: last, onHand } = known ?? { version: 0, onHand: 0 };
    if (version <= last) return undefined;
    const change = version === last + 1 ? changes[type] : undefined;
    // What the topic has forgotten, and events that came after this program was written, are in the service's answer.
    const level = change ? { version, onHand: onHand + change(data) } : await this.readLevel(stream);
    this.#levels.set(stream, level);
    return { before: known?.onHand, after: level.onHand };
  }
}
