import type { Position } from '@firstwrite/event-store';
import { z } from 'zod';
import { SignedText } from './signed-text';
import type { TokenKeys } from './token-keys';
import { partsOf, partsSchema, positionsOf } from './token-signer';

/** A cursor that was not given by this list with these filters. */
export class InvalidCursorError extends Error {
  readonly code = 'invalid-cursor';
  constructor() {
    super(
      'the cursor does not belong to this list with these filters: send nextCursor unchanged, and the same filters',
    );
  }
}

/** A list and its filters; a cursor belongs to both. */
export interface ListIdentity {
  readonly list: string;
  readonly filters: Readonly<Record<string, string | number | undefined>>;
}

/** Where the next page begins, and which positions it must have seen. */
export interface CursorPlace {
  /** The key of the last item given. */
  readonly after: readonly string[];
  readonly positions: readonly Position[];
}

const payloadSchema = z.strictObject({
  v: z.literal(1),
  key: z.int(),
  list: z.string(),
  filters: z.string(),
  after: z.array(z.string()).min(1),
  era: z.int(),
  parts: partsSchema,
});

/** Makes and reads `nextCursor`: opaque, signed, bound to its list, filters and era. */
export class CursorCodec {
  private readonly texts: SignedText;

  constructor(private readonly keys: TokenKeys) {
    this.texts = new SignedText('cursor', keys.keys);
  }

  /** @param era of the view that the page was read from */
  encode({ list, filters }: ListIdentity, { after, positions }: CursorPlace, era: number): string {
    return this.texts.sign({ list, filters: canonical(filters), after, era, parts: partsOf(positions) });
  }

  /** @throws InvalidCursorError */
  decode(text: string, { list, filters }: ListIdentity): CursorPlace {
    const payload = payloadSchema.safeParse(this.texts.verify(text));
    if (!payload.success) throw new InvalidCursorError();
    const { list: itsList, filters: itsFilters, after, era, parts } = payload.data;
    // Era 0: the view had projected nothing yet.
    const eraKnown = era === 0 || this.keys.eras.has(era);
    if (itsList !== list || itsFilters !== canonical(filters) || !eraKnown) throw new InvalidCursorError();
    return { after, positions: positionsOf(parts) };
  }
}

function canonical(filters: ListIdentity['filters']): string {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined);
  return JSON.stringify(given.sort(([a], [b]) => (a < b ? -1 : 1)));
}
