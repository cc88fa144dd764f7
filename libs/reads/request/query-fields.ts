import { z } from 'zod';

const LIMIT_MAX = 500;
const LIMIT_DEFAULT = 50;

const integerText = z.string().regex(/^-?\d{1,16}$/, { error: 'must be an integer' });

/** An integer in a query string. */
export const integerParameter = (min: number, max: number) =>
  integerText.transform(Number).pipe(z.number().min(min).max(max));

/** The query parameters of every list. */
export const pageParameters = {
  limit: integerParameter(1, LIMIT_MAX)
    .optional()
    .transform((limit) => limit ?? LIMIT_DEFAULT)
    .describe(`1 … ${LIMIT_MAX}, default ${LIMIT_DEFAULT}`),
  cursor: z.string().min(1).optional().describe('nextCursor of the page before, with the same filters'),
};
