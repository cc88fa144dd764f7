import type { Position } from '@firstwrite/event-store';
import { z } from 'zod';

/** One store's part of a token: `[store, era, transaction, number]`. A token may speak of this many stores. */
export const TOKEN_PARTS_MAX = 32;

const count = z.int().min(0);

export const partsSchema = z.array(z.tuple([count, count, count, count])).max(TOKEN_PARTS_MAX);

export type TokenParts = z.infer<typeof partsSchema>;

export function partsOf(positions: readonly Position[]): TokenParts {
  return positions.map(({ store, era, transaction, number }) => [store, era, transaction, number]);
}

export function positionsOf(parts: TokenParts): Position[] {
  return parts.map(([store, era, transaction, number]) => ({ store, era, transaction, number }) as Position);
}
