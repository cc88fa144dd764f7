import fc from 'fast-check';
import { minorUnitDigits, parseMinorUnits } from './minor-units';

describe('reading an amount', () => {
  it.each([
    ['99.9', 9990],
    ['144.0', 14_400],
    ['0.29', 29],
    ['1.15', 115],
    ['16', 1600],
    ['16.990', 1699],
    ['0', 0],
    ['90071992547409.91', Number.MAX_SAFE_INTEGER],
  ])('takes %s as %i cents', (text, cents) => {
    expect(parseMinorUnits(text, 2)).toBe(cents);
  });

  it.each(['', ' ', 'abc', '-1', '+1', '1,5', '1e3', '.5', '5.', '1.999', '1 000', '0x10', 'NaN', '90071992547409.92'])(
    'does not take %j',
    (text) => {
      expect(parseMinorUnits(text, 2)).toBeUndefined();
    },
  );

  it('gives back every amount that was written with two decimals', () => {
    const cents = fc.integer({ min: 0, max: 1_000_000_000_000 });
    fc.assert(
      fc.property(cents, (n) => parseMinorUnits(`${Math.floor(n / 100)}.${`${n % 100}`.padStart(2, '0')}`, 2) === n),
    );
  });

  it.each([
    ['BRL', 2],
    ['JPY', 0],
    ['KWD', 3],
  ])('knows that %s has %i decimals', (currency, digits) => {
    expect(minorUnitDigits(currency)).toBe(digits);
  });

  it('takes no decimals for a currency that has none', () => {
    expect([parseMinorUnits('150', 0), parseMinorUnits('150.0', 0), parseMinorUnits('150.5', 0)]).toEqual([
      150,
      150,
      undefined,
    ]);
  });
});
