import {
  LOCATION_PATTERN,
  ORDER_ID_PATTERN,
  SKU_PATTERN,
  type Location,
  type OrderId,
  type Sku,
  type StockKey,
} from './domain/primitives';

declare const brand: unique symbol;
/**
 * `<kind>-[<tenant>:]<rest>`: one aggregate's name, for ever. `:` and `@` are reserved and never part of an
 * identifier.
 */
export type StreamName = string & { readonly [brand]: 'StreamName' };

/** The composer of stream names; the only place that writes one. */
export const streamOf = {
  /** `stock-<location>/<sku>` */
  stock: ({ location, sku }: StockKey) => `stock-${location}/${sku}` as StreamName,
  /** `order-<uuid>` */
  order: (orderId: OrderId) => `order-${orderId}` as StreamName,
  /** `product-<sku>` */
  product: (sku: Sku) => `product-${sku}` as StreamName,
};

/** The parts of a stream name. `tenant` and `region` are reserved: parsed, and composed by nothing yet. */
export type StreamIdentity = { readonly tenant?: string } & (
  | { readonly kind: 'stock'; readonly location: Location; readonly region?: string; readonly sku: Sku }
  | { readonly kind: 'order'; readonly orderId: OrderId }
  | { readonly kind: 'product'; readonly sku: Sku }
);

/** Which kind of aggregate a stream belongs to: the first part of its name. */
export type StreamKind = StreamIdentity['kind'];

/** The text is not a stream name of this shop. */
export class MalformedStreamNameError extends Error {
  readonly code = 'malformed-stream-name';
  constructor(readonly text: string) {
    super(`"${text}" is not a stream name`);
  }
}

const NAME = /^(?<kind>stock|order|product)-(?:(?<tenant>[a-z0-9][a-z0-9-]{0,31}):)?(?<rest>[^:]+)$/;
const STOCK_REST = /^(?<location>[^@/]+)(?:@(?<region>[a-z0-9][a-z0-9-]{0,31}))?\/(?<sku>[^@/]+)$/;

/**
 * The kind of a stream, for choosing what to do with it; {@link parseStreamName} for its parts.
 * @throws MalformedStreamNameError
 */
export function kindOf(name: string): StreamKind {
  const kind = name.slice(0, name.indexOf('-'));
  if (kind !== 'stock' && kind !== 'order' && kind !== 'product') throw new MalformedStreamNameError(name);
  return kind;
}

/**
 * The parser of stream names: total over what {@link streamOf} composes, with the reserved tenant and region parts.
 * @throws MalformedStreamNameError
 */
export function parseStreamName(name: string): StreamIdentity {
  const { kind, tenant, rest } = NAME.exec(name)?.groups ?? {};
  const identity = kind && rest ? parseRest(kind as StreamKind, rest) : undefined;
  if (!identity) throw new MalformedStreamNameError(name);
  return tenant ? { ...identity, tenant } : identity;
}

function parseRest(kind: StreamKind, rest: string): StreamIdentity | undefined {
  switch (kind) {
    case 'order':
      return ORDER_ID_PATTERN.test(rest) ? { kind, orderId: rest as OrderId } : undefined;
    case 'product':
      return SKU_PATTERN.test(rest) ? { kind, sku: rest as Sku } : undefined;
    case 'stock': {
      const { location, region, sku } = STOCK_REST.exec(rest)?.groups ?? {};
      if (!location || !sku || !LOCATION_PATTERN.test(location) || !SKU_PATTERN.test(sku)) return undefined;
      return { kind, location: location as Location, sku: sku as Sku, ...(region && { region }) };
    }
  }
}
