import type { FastifyRequest } from 'fastify';
import { writeHeadersOf, type WriteHeaders } from './request-headers';
import type { TokenSigning } from './write-replies';

/** Reads what every write's request says beside its body. */
export class WriteRequests {
  constructor(private readonly tokens: TokenSigning) {}

  /**
   * The headers of a request that has no faults in them. A token needs no wait: the position of a write is after all that the token
   * has seen. @throws InvalidTokenError
   */
  read(request: Pick<FastifyRequest, 'headers' | 'id'>): WriteHeaders {
    const token = request.headers['consistency-token'];
    if (token !== undefined) this.tokens.parse(String(token));
    return writeHeadersOf(request);
  }
}
