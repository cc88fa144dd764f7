import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * A key for signing. Its `version` is part of what it has signed: after a change of the key, texts of the old key stay
 * valid.
 */
export interface SigningKey {
  readonly version: number;
  readonly key: Buffer;
}

/** 128 bits of HMAC-SHA256: RFC 2104 permits half, and a token goes into every reply. */
const MAC_BYTES = 16;
const TEXT_LENGTH_MAX = 4_096;

/** Opaque text that only the holder of the keys can make: `<payload>.<mac>`, both base64url. */
export class SignedText {
  private readonly keys: ReadonlyMap<number, Buffer>;
  private readonly newest: SigningKey;

  /** @param purpose part of what is signed: a text that was signed for one purpose is not valid for another */
  constructor(
    private readonly purpose: string,
    keys: readonly SigningKey[],
  ) {
    this.keys = new Map(keys.map(({ version, key }) => [version, key]));
    const [newest] = keys.toSorted((a, b) => b.version - a.version);
    if (!newest) throw new Error('there is no signing key');
    this.newest = newest;
  }

  sign(payload: object): string {
    const { version, key } = this.newest;
    const body = Buffer.from(JSON.stringify({ v: 1, key: version, ...payload })).toString('base64url');
    return `${body}.${this.macOf(body, key)}`;
  }

  /** The payload; undefined when it was not signed here, or was changed since. */
  verify(text: string): unknown {
    const [body, mac, ...more] = text.length > TEXT_LENGTH_MAX ? [] : text.split('.');
    if (!body || !mac || more.length > 0) return undefined;
    const payload = parseBody(body);
    const key = this.keys.get(Number(payload?.key));
    if (!key) return undefined;
    // The text is compared, not what it decodes to: several texts decode to the same bytes.
    const expected = Buffer.from(this.macOf(body, key));
    const given = Buffer.from(mac);
    return given.length === expected.length && timingSafeEqual(given, expected) ? payload : undefined;
  }

  private macOf(body: string, key: Buffer): string {
    const mac = createHmac('sha256', key).update(`${this.purpose}:${body}`).digest();
    return mac.subarray(0, MAC_BYTES).toString('base64url');
  }
}

function parseBody(body: string): { readonly key?: unknown } | undefined {
  try {
    const payload: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
    return typeof payload === 'object' && payload !== null ? payload : undefined;
  } catch {
    return undefined;
  }
}
