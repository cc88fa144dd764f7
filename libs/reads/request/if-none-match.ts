const ENTITY_TAG = /^(?:W\/)?"([\x21\x23-\x7e\x80-\xff]*)"$/;

/**
 * Whether the caller has this version already (RFC 9110 §13.1.2): weak comparison over a list of tags, or `*`. A
 * header that is malformed matches nothing.
 */
export function hasVersion(ifNoneMatch: string | undefined, version: number): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((tag) => ENTITY_TAG.exec(tag.trim())?.[1] === String(version));
}
