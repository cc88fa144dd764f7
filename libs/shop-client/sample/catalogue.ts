import { drawCents, pricesInCents } from './quantiles';
import type { Random } from './random';

/** A product of the made-up shop. */
export interface SampleProduct {
  readonly productId: string;
  readonly sellerId: string;
  readonly priceInCents: number;
}

/** Sellers in proportion to products, as in a marketplace where most sell a handful. */
const productsPerSeller = 4;

/**
 * Products by popularity. The product of rank r is asked for in proportion to 1/√r: of 5,000 products the first 50
 * take a tenth of the sales and most of those sold are sold once, as in the public marketplace data this imitates.
 */
export class Catalogue {
  private readonly products: readonly SampleProduct[];
  private readonly weightUpTo: Float64Array;

  constructor(productCount: number, random: Random) {
    const sellers = Array.from({ length: Math.ceil(productCount / productsPerSeller) }, () => random.id());
    this.products = Array.from({ length: productCount }, () => ({
      productId: random.id(),
      sellerId: sellers[random.integer(sellers.length)] ?? '',
      priceInCents: shelfPrice(drawCents(pricesInCents, random), random),
    }));
    this.weightUpTo = new Float64Array(productCount);
    let weight = 0;
    for (let rank = 1; rank <= productCount; rank++) this.weightUpTo[rank - 1] = weight += 1 / Math.sqrt(rank);
  }

  /** The product that a buyer takes next. */
  draw(random: Random): SampleProduct {
    const wanted = random.fraction() * (this.weightUpTo.at(-1) ?? 0);
    let [low, high] = [0, this.products.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.weightUpTo[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    return this.products[low] as SampleProduct;
  }
}

/** Shops like prices that end in .9, .99 or .0. */
function shelfPrice(cents: number, random: Random): number {
  const whole = Math.max(100, Math.floor(cents / 100) * 100);
  const ending = random.fraction();
  if (ending < 0.45) return whole + 90;
  if (ending < 0.65) return whole + 99;
  return ending < 0.85 ? whole : Math.max(100, cents);
}
