import type { Expectation } from '../conflict/expectation';
import { RequestHeaders } from '@firstwrite/platform';
import { callerOf, type Caller } from './caller';

/** A precondition of RFC 9110 §13.1.1: any current representation, or one of these versions. */
export type IfMatch = Expectation['accepts'];

/** The facts in the headers of a write request. */
export interface WriteHeaders {
  readonly caller: Caller;
  readonly requestId: string;
  readonly idempotencyKey: string | undefined;
  readonly ifMatch: IfMatch | undefined;
}

/** What an Idempotency-Key may be, wherever a request carries it: a pattern, and the same in words. */
export const idempotencyKeyRule = { pattern: /^[\x21-\x7e]{1,255}$/, words: '1 to 255 visible ASCII characters' };

/** etagc of RFC 9110 §8.8.3: a comma is part of a tag. */
const ENTITY_TAG = String.raw`(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"`;
const ENTITY_TAGS = new RegExp(`^\\s*${ENTITY_TAG}(?:\\s*,\\s*${ENTITY_TAG})*\\s*$`);
const VERSION_TAG = /^"([1-9]\d{0,9})"$/;

/** The headers of every write's request. */
export const writeHeaders = new RequestHeaders<WriteHeaders>((request, faults) => {
  const { headers, id } = request;
  const key = headers['idempotency-key'];
  if (key !== undefined && (typeof key !== 'string' || !idempotencyKeyRule.pattern.test(key))) {
    faults.push({ header: 'Idempotency-Key', detail: `must be ${idempotencyKeyRule.words}` });
  }
  const ifMatch = headers['if-match'] === undefined ? undefined : parseIfMatch(headers['if-match']);
  if (headers['if-match'] !== undefined && ifMatch === undefined) {
    faults.push({ header: 'If-Match', detail: 'must be * or a list of entity tags such as "7"' });
  }
  return { caller: callerOf(request), requestId: id, idempotencyKey: key as string | undefined, ifMatch };
});

/** Strong comparison: a weak tag, or a tag that is not a version, matches nothing. Undefined: malformed. */
function parseIfMatch(text: string): IfMatch | undefined {
  if (text.trim() === '*') return 'existing';
  if (!ENTITY_TAGS.test(text)) return undefined;
  const tags = text.match(new RegExp(ENTITY_TAG, 'g')) ?? [];
  return tags.flatMap((tag) => {
    const version = VERSION_TAG.exec(tag)?.[1];
    return version === undefined ? [] : [Number(version)];
  });
}

/** Whether If-Match holds for a collection: it always exists, and has no version that could match. */
export function collectionMatches(ifMatch: IfMatch | undefined): boolean {
  return ifMatch === undefined || ifMatch === 'existing';
}
