import { z } from 'zod';
import type { BookEvent } from '../domain/book';

export const bookSchemas: Readonly<Record<BookEvent['type'], z.ZodType>> = {
  BookAdded: z.object({ title: z.string(), copies: z.int().min(1) }),
  BookLent: z.object({ reader: z.string() }),
};
