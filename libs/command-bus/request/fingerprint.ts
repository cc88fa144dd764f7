import canonicalize from 'canonicalize';
import { hash } from 'node:crypto';

/** SHA-256 of a validated command in canonical JSON (RFC 8785), base64url: tells the same request from another one. */
export function fingerprintOf(command: object): string {
  return hash('sha256', canonicalize(command) ?? '', 'base64url');
}
