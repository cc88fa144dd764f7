import type { Projection } from './projection';

/** The projections of a shop, by name and in the order of its catalogue. */
export class Projections {
  private readonly byName: ReadonlyMap<string, Projection>;

  /** @throws RangeError when two have one name */
  constructor(readonly all: readonly Projection[]) {
    this.byName = new Map(all.map((projection) => [projection.name, projection]));
    if (this.byName.size < all.length) throw new RangeError('two projections have one name');
  }

  get names(): readonly string[] {
    return this.all.map(({ name }) => name);
  }

  /** @throws RangeError when the shop has no projection of this name */
  named(name: string): Projection {
    const projection = this.byName.get(name);
    if (!projection) throw new RangeError(`there is no projection "${name}"`);
    return projection;
  }
}
