import { scenariosOf } from '@firstwrite/testing';
import { cents, sku } from '../../domain/test/shop';
import {
  absentProduct,
  ATTRIBUTES_MAX,
  changeProduct,
  createProduct,
  evolveProduct,
  type ProductData,
  type ProductEvent,
  type ProductPatch,
  type ProductState,
} from './product.decider';

const tea: ProductData = {
  sku: sku('TEA'),
  name: 'Tea',
  description: 'Green',
  price: { amount: cents(250), currency: 'EUR' },
  attributes: { weight: 100, organic: true, origin: 'Uji' },
};
const bare: ProductData = { sku: sku('TEA'), name: 'Tea' };
const created = (data: ProductData): ProductEvent => ({ type: 'ProductCreated', data });
const changed = (data: object): ProductEvent => ({ type: 'ProductChanged', data });

const given = scenariosOf<ProductState, ProductPatch, ProductEvent>({
  initial: absentProduct,
  evolve: evolveProduct,
  decide: changeProduct,
});
const givenCreating = scenariosOf<ProductState, ProductData, ProductEvent>({
  initial: absentProduct,
  evolve: evolveProduct,
  decide: createProduct,
});

test('a product is created once', () => {
  givenCreating([])
    .when(tea)
    .then([created(tea)]);
  givenCreating([created(tea)])
    .when(tea)
    .thenRejectedWith('product-exists', { sku: 'TEA' });
});

describe('a merge patch (RFC 7396)', () => {
  test('of a product that does not exist is refused', () => {
    given([]).when({ name: 'Tea' }).thenRejectedWith('not-found', { resource: 'product' });
  });

  test('replaces the members that it names, and keeps the others', () => {
    given([created(tea)])
      .when({ name: 'Black tea' })
      .then([changed({ name: 'Black tea' })]);
  });

  test('null removes', () => {
    const removed = { description: null, price: null, attributes: null };
    given([created(tea)])
      .when(removed)
      .then([changed(removed)]);
  });

  test('objects merge: members that are not named stay, null removes a member', () => {
    given([created(tea)])
      .when({ price: { amount: cents(300) }, attributes: { weight: null, grade: 'A' } })
      .then([
        changed({
          price: { amount: cents(300), currency: 'EUR' },
          attributes: { organic: true, origin: 'Uji', grade: 'A' },
        }),
      ]);
  });

  test('an object that was not there is created, without the members that are null', () => {
    given([created(bare)])
      .when({ attributes: { grade: 'A', weight: null } })
      .then([changed({ attributes: { grade: 'A' } })]);
    given([created(bare)])
      .when({ price: { amount: cents(1), currency: 'EUR' } })
      .then([changed({ price: { amount: cents(1), currency: 'EUR' } })]);
  });

  test.each<[string, ProductPatch]>([
    ['that is empty', {}],
    ['with equal values', { name: 'Tea', description: 'Green' }],
    ['with an equal price', { price: { currency: 'EUR', amount: cents(250) } }],
    ['with equal attributes in another order', { attributes: { origin: 'Uji', weight: 100 } }],
    ['that removes an attribute that is not there', { attributes: { grade: null } }],
  ])('%s decides nothing', (_, patch) => {
    given([created(tea)])
      .when(patch)
      .thenNothing();
  });

  test('that removes members that are not there decides nothing', () => {
    given([created(bare)])
      .when({ description: null, price: null, attributes: null })
      .thenNothing();
  });

  test('values are compared with their types', () => {
    given([created(tea)])
      .when({ attributes: { weight: '100' } })
      .then([changed({ attributes: { weight: '100', organic: true, origin: 'Uji' } })]);
  });

  test('a price needs an amount and a currency after the patch', () => {
    given([created(bare)])
      .when({ price: { amount: cents(1) } })
      .thenRejectedWith('invalid-request', { pointer: '/price/currency' });
    given([created(bare)])
      .when({ price: { currency: 'EUR' } })
      .thenRejectedWith('invalid-request', { pointer: '/price/amount' });
  });

  test(`at most ${ATTRIBUTES_MAX} attributes are left after the patch`, () => {
    const numbered = (count: number, prefix: string) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`${prefix}${at}`, at]));
    const full = created({ ...bare, attributes: numbered(ATTRIBUTES_MAX, 'a') });
    given([full])
      .when({ attributes: { one: 1 } })
      .thenRejectedWith('invalid-request', { pointer: '/attributes' });
    given([full])
      .when({ attributes: { one: 1, a0: null } })
      .then([changed({ attributes: { ...numbered(ATTRIBUTES_MAX, 'a'), a0: undefined, one: 1 } })]);
  });

  test('its events make the product that a reader of RFC 7396 expects', () => {
    const events = [created(tea), changed({ description: null }), changed({ attributes: { grade: 'A' } })];
    expect(events.reduce<ProductState>(evolveProduct, absentProduct)).toEqual({
      sku: 'TEA',
      name: 'Tea',
      price: { amount: cents(250), currency: 'EUR' },
      attributes: { grade: 'A' },
    });
  });

  test('an attribute may have any name', () => {
    const attributes = JSON.parse('{"__proto__": "x", "constructor": "y"}') as Record<string, string>;
    const [event] = changeProduct({ attributes }, bare);
    expect(JSON.stringify(event?.data)).toBe('{"attributes":{"__proto__":"x","constructor":"y"}}');
  });
});
