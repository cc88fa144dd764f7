/** The region of the store that this service writes to; part of every keyed order's id. */
export class StoreRegion {
  constructor(readonly region: string) {}
}
