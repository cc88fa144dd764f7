import type { FastifyRequest } from 'fastify';
import { writeHeaders, type WriteHeaders } from './request-headers';
import type { TokenSigning } from './write-replies';

/** Reads the headers of every write's request. */
export class WriteRequests {
  /** @param region the region of the store that this service writes to; part of every keyed order's id */
  constructor(
    private readonly tokens: TokenSigning,
    readonly region: string,
  ) {}

  /**
   * The headers of a request, which were checked before. The token is verified but not waited for: every write comes
   * after the positions in it.
   * @throws InvalidTokenError
   */
  read(request: Pick<FastifyRequest, 'headers' | 'id'>): WriteHeaders {
    const token = request.headers['consistency-token'];
    if (token !== undefined) this.tokens.parse(String(token));
    return writeHeaders.of(request);
  }
}
