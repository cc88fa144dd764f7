import { z } from 'zod';
import type { ShelfEvent } from '../domain/shelf';

export const shelfSchemas: Readonly<Record<ShelfEvent['type'], z.ZodType>> = {
  ShelfLabelled: z.object({ label: z.string() }),
};
