import { z } from 'zod';

/** The body of a list. */
export function pageBodySchema<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable().describe('null: there is no more') });
}
