/** A seeded source of randomness: the same seed gives the same numbers on every machine. */
export class Random {
  private readonly state: Uint32Array;

  constructor(seed: number) {
    this.state = Uint32Array.from([1, 2, 3, 4], (step) => mix(seed, step));
  }

  /** xoshiro128** 1.1 (Blackman, Vigna): an integer 0 … 2^32 − 1. */
  uint32(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.state;
    const mixedC = c ^ a;
    const mixedD = d ^ b;
    this.state.set([a ^ mixedD, b ^ mixedC, mixedC ^ (b << 9), rotateLeft(mixedD, 11)]);
    return Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
  }

  /** 0 ≤ n < 1 */
  fraction(): number {
    return this.uint32() / 2 ** 32;
  }

  /** An integer 0 … below − 1. */
  integer(below: number): number {
    return Math.floor(this.fraction() * below);
  }

  /** 32 hex digits. */
  id(): string {
    return Array.from({ length: 4 }, () => this.uint32().toString(16).padStart(8, '0')).join('');
  }
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** Spreads a seed over the state: MurmurHash3's finalizer over a Weyl sequence. */
function mix(seed: number, step: number): number {
  let value = Math.imul(step, 0x9e3779b9) + seed;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
