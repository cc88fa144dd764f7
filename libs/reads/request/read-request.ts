import { RequestHeaders } from '@firstwrite/platform';
import { type Consistency, freshnessOf, parseConsistency, type Freshness } from '../consistency/consistency';
import type { TokenSigner } from '../tokens/token-signer';
import type { FastifyRequest } from 'fastify';

/** The headers of every read request, except the token. */
export const readHeaders = new RequestHeaders<Consistency | undefined>(({ headers }, faults) => {
  const named = headers['consistency'];
  if (named === undefined) return undefined;
  const consistency = typeof named === 'string' ? parseConsistency(named) : undefined;
  if (!consistency) {
    const detail = 'must be strong, bounded; max-ms=<n>, read-your-writes or eventual';
    faults.push({ header: 'Consistency', detail });
  }
  return consistency;
});

/** Reads the freshness from the headers of read requests. */
export class ReadRequests {
  constructor(private readonly tokens: Pick<TokenSigner, 'parse'>) {}

  /**
   * The freshness that a request asks for; its headers were checked before.
   * @throws InvalidTokenError
   */
  freshness(request: Pick<FastifyRequest, 'headers' | 'id'>): Freshness {
    const token = request.headers['consistency-token'];
    const seen = token === undefined ? [] : this.tokens.parse(String(token));
    return freshnessOf(readHeaders.of(request), seen);
  }
}
