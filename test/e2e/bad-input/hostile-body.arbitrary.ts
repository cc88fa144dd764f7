import fc from 'fast-check';

const oddNumber = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -0, 1, 1_000_000, 1_000_001, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 1e21, -1, 0.1),
);
const oddText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', 'GOOD', 'main', 'EUR', '__proto__', '\u0000', '\ud800', '\\', "'", '\t', '$&', 'G'.repeat(70)),
);
const odd = fc.oneof(oddNumber, oddText, fc.jsonValue({ maxDepth: 3 }), fc.constant(null));
const usually = <Value>(usual: Value, other: fc.Arbitrary<unknown> = odd) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant<unknown>(usual) }, { weight: 1, arbitrary: other });

const line = fc.record(
  {
    sku: usually('GOOD', fc.oneof(oddText, odd)),
    quantity: usually(1, fc.oneof(oddNumber, odd)),
    unitPrice: usually(100, fc.oneof(oddNumber, odd)),
    location: usually('main', fc.oneof(oddText, odd)),
    expectedVersion: fc.oneof(oddNumber, odd),
  },
  { requiredKeys: ['sku', 'quantity', 'unitPrice'] },
);

const order = fc.record(
  {
    currency: usually('EUR'),
    customerId: fc.oneof(oddText, odd),
    lines: fc.oneof({ weight: 5, arbitrary: fc.array(usually({ sku: 'GOOD', quantity: 1, unitPrice: 1 }, line)) }, odd),
    extra: odd,
  },
  { requiredKeys: ['lines'] },
);

const written = fc.oneof({ weight: 5, arbitrary: order }, odd).map((value) => JSON.stringify(value));

/** A correct text with one character replaced, as by a bad connection or a faulty client. */
const damaged = fc
  .tuple(written, fc.nat(), fc.string({ unit: 'binary', minLength: 1, maxLength: 2 }))
  .map(([text, at, other]) => `${text.slice(0, at % text.length)}${other}${text.slice((at % text.length) + 1)}`);

/** Bodies of orders: mostly correct, odd in some places, and sometimes not JSON at all. */
export const hostileBody: fc.Arbitrary<string> = fc.oneof({ weight: 3, arbitrary: written }, damaged);
