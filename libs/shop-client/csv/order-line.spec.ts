import { findColumns, type OrderColumns, parseOrderLine } from './order-line';

const columns: OrderColumns = { orderId: 0, sku: 1, price: 2, count: 3 };
const parse = (...fields: string[]) => parseOrderLine({ fields, lastLine: 17 }, columns, 2);

describe('the header', () => {
  it('may name the columns in any order, with others between them', () => {
    expect(findColumns(['price', 'x', 'order_id', 'product_id '])).toEqual({ orderId: 2, sku: 3, price: 0, count: 4 });
  });

  it('must name each needed column once', () => {
    expect(findColumns(['order_id', 'x'])).toBe('the header lacks product_id, price');
    expect(findColumns(['price', 'order_id', 'product_id', 'price'])).toBe('the header names price twice');
  });
});

describe('an order line', () => {
  it('is read', () => {
    expect(parse('order-1', 'SKU-1', '99.9')).toEqual({ orderId: 'order-1', sku: 'SKU-1', unitPrice: 9990 });
  });

  it.each([
    [['o', 's', 'abc'], 3, 'price "abc" is not an amount'],
    [['o', 's', ''], 3, 'price "" is not an amount'],
    [['', 's', '1'], 1, 'order_id is empty'],
    [['o', '', '1'], 2, 'product_id is empty'],
    [['o', '-s', '1'], 2, /^product_id "-s" is not a SKU/],
    [['o', 'x'.repeat(65), '1'], 2, /is not a SKU/],
    [['o', 's\u0000', '1'], 2, /^product_id "s\\u0000" is not a SKU/],
    [['o o', 's', '1'], 1, /^order_id "o o" is not 1 to 255 visible ASCII characters/],
    [['o'.repeat(256), 's', '1'], 1, /^order_id "o{80}"… is not/],
    [['o', 's'], 3, '2 columns, the header has 3'],
    [['o', 's', '1', 'x', 'y'], 4, '5 columns, the header has 3'],
  ])('at fault is named with line and column: %j', (fields, column, message) => {
    const expected = typeof message === 'string' ? message : expect.stringMatching(message);
    expect(parse(...fields)).toEqual({ line: 17, column, message: expected });
  });

  it('that spans lines names the line of the field', () => {
    const record = { fields: ['o', 's', 'abc', 'two\nlines', 'three\nmore\nlines'], lastLine: 17 };
    expect(parseOrderLine(record, { ...columns, count: 5 }, 2)).toMatchObject({ line: 14, column: 3 });
  });
});
