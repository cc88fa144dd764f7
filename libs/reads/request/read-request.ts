import { InvalidRequestError, placesOf, type Fault } from '@firstwrite/platform';
import { freshnessOf, parseConsistency, type Freshness } from '../consistency/consistency';
import type { TokenSigner } from '../tokens/token-signer';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

/** What a read takes in its path and its query; unknown query parameters are faults. */
export interface ReadSchema<Path extends z.ZodRawShape, Query extends z.ZodRawShape> {
  readonly path: Path;
  readonly query: Query;
}

export interface ReadRequest<Path extends z.ZodRawShape, Query extends z.ZodRawShape> {
  readonly path: z.output<z.ZodObject<Path>>;
  readonly query: z.output<z.ZodObject<Query>>;
  readonly freshness: Freshness;
}

type RequestParts = Pick<FastifyRequest, 'params' | 'query' | 'headers'>;

/** Reads requests into what readers take. */
export class ReadRequests {
  constructor(private readonly signer: Pick<TokenSigner, 'parse'>) {}

  /** @throws InvalidRequestError naming every fault of path, query and headers @throws InvalidTokenError */
  parse<Path extends z.ZodRawShape, Query extends z.ZodRawShape>(
    { params, query, headers }: RequestParts,
    schema: ReadSchema<Path, Query>,
  ): ReadRequest<Path, Query> {
    const faults: Fault[] = [];
    const path = checked(z.object(schema.path), params, faults);
    const parsedQuery = checked(z.strictObject(schema.query), query, faults);
    const named = headers['consistency'];
    const consistency = typeof named === 'string' ? parseConsistency(named) : undefined;
    if (named !== undefined && !consistency) {
      const detail = 'must be strong, bounded; max-ms=<n>, read-your-writes or eventual';
      faults.push({ header: 'Consistency', detail });
    }
    if (faults.length > 0 || !path || !parsedQuery) throw new InvalidRequestError(faults);
    const token = headers['consistency-token'];
    const seen = token === undefined ? [] : this.signer.parse(String(token));
    return { path, query: parsedQuery, freshness: freshnessOf(consistency, seen) };
  }
}

function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  faults: Fault[],
): z.output<Schema> | undefined {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    for (const { path, detail } of placesOf(issue)) faults.push({ parameter: String(path[0] ?? ''), detail });
  }
  return undefined;
}
