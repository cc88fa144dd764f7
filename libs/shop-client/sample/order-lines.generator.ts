import { Catalogue } from './catalogue';
import { drawCents, freightInCents } from './quantiles';
import { Random } from './random';

/** What to make up. The same settings give the same text, to the byte. */
export interface SampleSettings {
  readonly orderCount: number;
  readonly productCount: number;
  readonly seed: number;
}

/** The columns of the public Olist dataset's order items. */
export const sampleHeader = 'order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value\n';

/** Share of orders with at most 1, 2, … units: 88 % of orders have one. */
const unitsAtMost = [0.88, 0.968, 0.984, 0.991, 0.994, 0.998, 0.999, 1];
/** In two orders of three that have several units, they are units of one product. */
const nextUnitIsAnotherProduct = 0.3;
const firstOrderAt = Date.UTC(2017, 0, 1);
const secondsOfSales = 600 * 24 * 60 * 60;

/** The lines of one order after the other, without the header. */
export function* generateOrders(settings: SampleSettings): Generator<string> {
  const random = new Random(settings.seed);
  const catalogue = new Catalogue(settings.productCount, random);
  for (let order = 0; order < settings.orderCount; order++) yield orderText(catalogue, random);
}

function orderText(catalogue: Catalogue, random: Random): string {
  const orderId = random.id();
  const shipBy = new Date(firstOrderAt + random.integer(secondsOfSales) * 1000).toISOString();
  const date = `${shipBy.slice(0, 10)} ${shipBy.slice(11, 19)}`;
  const share = random.fraction();
  const units = unitsAtMost.findIndex((bound) => bound > share) + 1;
  const items = [catalogue.draw(random)];
  while (items.length < units) {
    const again = items[items.length - 1] ?? catalogue.draw(random);
    items.push(random.fraction() < nextUnitIsAnotherProduct ? catalogue.draw(random) : again);
  }
  const freight = decimal(drawCents(freightInCents, random));
  return items
    .map(({ productId, sellerId, priceInCents }, index) =>
      [orderId, index + 1, productId, sellerId, date, decimal(priceInCents), freight].join(',').concat('\n'),
    )
    .join('');
}

/** 9990 → 99.9, 14400 → 144.0: at least one decimal, no trailing zero behind it. */
function decimal(cents: number): string {
  const text = (cents / 100).toFixed(2);
  return text.endsWith('0') ? text.slice(0, -1) : text;
}
