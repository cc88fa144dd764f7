import { type Position, isAtOrAfter, positionOf } from '@firstwrite/event-store';
import { z } from 'zod';
import { LRUCache } from 'lru-cache';
import { SignedText } from './signed-text';
import type { TokenKeys } from './token-keys';

/** One store's part of a token: `[store, era, transaction, number]`. A token has at most this many parts. */
export const TOKEN_PARTS_MAX = 32;

const count = z.int().min(0);

export const partsSchema = z.array(z.tuple([count, count, count, count])).max(TOKEN_PARTS_MAX);

export type TokenParts = z.infer<typeof partsSchema>;

export function partsOf(positions: readonly Position[]): TokenParts {
  return positions.map(({ store, era, transaction, number }) => [store, era, transaction, number]);
}

export function positionsOf(parts: TokenParts): Position[] {
  return parts.map(([store, era, transaction, number]) => positionOf({ store, era, transaction, number }));
}

/** The latest position of each store, in the order of the stores. */
export function mergePositions(...lists: readonly (readonly Position[])[]): Position[] {
  const latest = new Map<number, Position>();
  for (const position of lists.flat()) {
    const known = latest.get(position.store);
    if (!known || isAtOrAfter(position, known)) latest.set(position.store, position);
  }
  return [...latest.values()].sort((a, b) => a.store - b.store);
}

/** A text that is no token of this store. */
export class InvalidTokenError extends Error {
  readonly code = 'invalid-token';
  constructor() {
    super('this is not a Consistency-Token of this service: copy it from a reply, unchanged');
  }
}

const payloadSchema = z.strictObject({ v: z.literal(1), key: z.int(), map: z.int(), parts: partsSchema.min(1) });

/** All commands of one batch have the same position, so the tokens that were signed last are asked for again. */
const SIGNED_CACHED = 1_000;

/** Makes and reads `Consistency-Token`s: positions that the holder has seen, signed. */
export class TokenSigner {
  private readonly texts: SignedText;
  private readonly signed = new LRUCache<string, string>({ max: SIGNED_CACHED });

  constructor(private readonly keys: TokenKeys) {
    this.texts = new SignedText('token', keys.keys);
  }

  /** The token of these positions, at most one a store. Pure, and cheap when repeated. */
  sign(positions: readonly Position[]): string {
    const parts = partsOf(positions);
    const name = parts.join('/');
    const known = this.signed.get(name);
    if (known !== undefined) return known;
    const token = this.texts.sign({ map: 0, parts });
    this.signed.set(name, token);
    return token;
  }

  /**
   * The positions of a token.
   * @throws InvalidTokenError when it was not signed with our keys, or has a position of another store or unknown era
   */
  parse(token: string): Position[] {
    const payload = payloadSchema.safeParse(this.texts.verify(token));
    if (!payload.success) throw new InvalidTokenError();
    const positions = positionsOf(payload.data.parts);
    if (!positions.every((position) => this.isOurs(position))) throw new InvalidTokenError();
    return positions;
  }

  /** Era 0 is the position before the first event: replies of an empty view carry it. */
  private isOurs({ store, era, transaction, number }: Position): boolean {
    const isBeginning = era === 0 && transaction === 0 && number === 0;
    return store === this.keys.storeId && (isBeginning || this.keys.eras.has(era));
  }
}
