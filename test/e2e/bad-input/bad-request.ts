import type { Method, RequestOptions } from '../system/client';

/** A faulty request, and the expected refusal. */
export interface BadRequest extends RequestOptions {
  readonly name: string;
  readonly method?: Method;
  readonly path: string;
  readonly status?: number;
  readonly code?: string;
  /** Every place in `errors`, in any order: a JSON pointer, or `parameter <name>`, or `header <name>`. */
  readonly places?: readonly string[];
}

/** Cases of one path: a name, the body, and the places of the faults. */
export function bodiesAt(
  path: string,
  cases: readonly [name: string, json: unknown, ...places: string[]][],
): BadRequest[] {
  return cases.map(([name, json, ...places]) => ({ name, path, json, places }));
}

/** Cases of one path with a body of text that no JSON writer would produce. */
export function textsAt(
  path: string,
  cases: readonly [name: string, text: string, ...places: string[]][],
): BadRequest[] {
  return cases.map(([name, text, ...places]) => ({ name, path, text, places }));
}

export const LONG = 'x'.repeat(1_000_000);
export const NUL = 'a\u0000b';
export const LONE_SURROGATE = 'a\ud800b';
export const BEYOND_SAFE = 2 ** 53;
