/** The change of the units on hand by each event. */
const changes = {
  StockReceived: ({ quantity }) => quantity,
  StockDecremented: ({ quantity }) => -quantity,
  StockRestocked: ({ quantity }) => quantity,
  StockAdjusted: ({ delta }) => delta,
};

/** The units on hand of each stock stream, from events that may come more than once. */
export class StockLevels {
  #levels = new Map();

  /** @param readLevel asks the service for a stream's current `{ version, onHand }` */
  constructor(readLevel) {
    this.readLevel = readLevel;
  }

  /** @returns the units on hand before the event (undefined: not known) and after it; undefined for a duplicate */
  async apply({ stream, version, type, data }) {
    const known = this.#levels.get(stream);
    const { version: last, onHand } = known ?? { version: 0, onHand: 0 };
    if (version <= last) return undefined;
    const change = version === last + 1 ? changes[type] : undefined;
    // The answer of the service includes events that the topic no longer has, and types that are unknown here.
    const level = change ? { version, onHand: onHand + change(data) } : await this.readLevel(stream);
    this.#levels.set(stream, level);
    return { before: known?.onHand, after: level.onHand };
  }
}
