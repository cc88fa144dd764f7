import type { Settled } from '../settle/decision';
import type { Position } from '@firstwrite/event-store';
import type { FastifyReply } from 'fastify';

/** Signs positions into tokens, and reads them. */
export interface TokenSigning {
  sign(positions: readonly Position[]): string;
  /** @throws when it is not a token of this store */
  parse(token: string): readonly Position[];
}

/** Writes the headers of every write's reply. */
export class WriteReplies {
  constructor(private readonly tokens: TokenSigning) {}

  /** Sets ETag, Consistency-Token and, for a replay, Idempotency-Replayed. @returns the body */
  settled<Body>(reply: FastifyReply, { body, version, position, replayed }: Settled<Body>): Body {
    void reply.header('etag', `"${version}"`);
    this.position(reply, position);
    if (replayed) void reply.header('idempotency-replayed', 'true');
    return body;
  }

  /** Sets the Consistency-Token of a position, if there is one. */
  position(reply: FastifyReply, position: Position | undefined): void {
    if (position) void reply.header('consistency-token', this.tokens.sign([position]));
  }
}
