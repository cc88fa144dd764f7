import type { Settled } from '../settle/decision';
import type { Position } from '@firstwrite/event-store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { writeHeadersOf, type WriteHeaders } from './request-headers';

/** Signs positions into tokens, and reads them. */
export interface TokenSigning {
  sign(positions: readonly Position[]): string;
  /** Throws when it is no token of this store. */
  parse(token: string): readonly Position[];
}

/** Writes what every write answers with beside its body. */
export class WriteReply {
  constructor(private readonly tokens: TokenSigning) {}

  /** The headers of a write. What its token has seen, the write's own position is after. @throws InvalidTokenError */
  headersOf(request: Pick<FastifyRequest, 'headers' | 'id'>): WriteHeaders {
    const token = request.headers['consistency-token'];
    if (token !== undefined) this.tokens.parse(String(token));
    return writeHeadersOf(request);
  }

  /** ETag, Consistency-Token and whether it is a replay; gives the body. */
  settled<Body>(reply: FastifyReply, { body, version, position, replayed }: Settled<Body>): Body {
    void reply.header('etag', `"${version}"`);
    this.position(reply, position);
    if (replayed) void reply.header('idempotency-replayed', 'true');
    return body;
  }

  /** The token of what was written. */
  position(reply: FastifyReply, position: Position | undefined): void {
    if (position) void reply.header('consistency-token', this.tokens.sign([position]));
  }
}
