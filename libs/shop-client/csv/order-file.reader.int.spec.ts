import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOrderFile } from './order-file.reader';

describe('reading a file of order lines', () => {
  let directory: string;
  beforeAll(async () => (directory = await mkdtemp(join(tmpdir(), 'order-file-'))));
  afterAll(() => rm(directory, { recursive: true }));

  async function read(content: string) {
    const path = join(directory, 'orders.csv');
    await writeFile(path, content);
    return readOrderFile(path, 2);
  }

  it('takes Windows line ends, a byte order mark, blank lines and no last line end', async () => {
    const file = await read('\ufefforder_id,product_id,price\r\no1,s1,1.5\r\n\r\no2,"s2","20"');
    expect(file.faults).toEqual([]);
    expect(file.lines).toEqual([
      { orderId: 'o1', sku: 's1', unitPrice: 150 },
      { orderId: 'o2', sku: 's2', unitPrice: 2000 },
    ]);
  });

  it('names every fault with line and column, in order, and reads the rest', async () => {
    const lines = [
      'order_id,note,product_id,price',
      'o1,"two\r\nlines",s1,1',
      'o2,,s2,abc',
      'o3,"open,s3,1',
      'o4,,s4',
      'o5,,s5,5',
    ];
    const file = await read(lines.join('\r\n'));
    expect(file.faults).toEqual([
      { line: 4, column: 4, message: 'price "abc" is not an amount' },
      { line: 5, column: 2, message: 'quote is not closed' },
      { line: 6, column: 4, message: '3 columns, the header has 4' },
    ]);
    expect(file.lines.map(({ orderId }) => orderId)).toEqual(['o1', 'o5']);
  });

  it('counts lines over many pieces of a large file', async () => {
    const file = await read(`order_id,product_id,price\n${'o,s,1\n'.repeat(50_000)}o,s,x\n`);
    expect([file.lines.length, file.faults]).toEqual([50_000, [expect.objectContaining({ line: 50_002, column: 3 })]]);
  });

  it('has a digest of its content', async () => {
    const [one, same, other] = [
      await read('order_id,product_id,price\no,s,1'),
      await read('order_id,product_id,price\no,s,1'),
      await read('order_id,product_id,price\no,s,2'),
    ];
    expect(one.digest).toMatch(/^[0-9a-f]{16}$/);
    expect(same.digest).toBe(one.digest);
    expect(other.digest).not.toBe(one.digest);
  });

  it.each([
    ['', /orders\.csv is empty$/],
    ['\r\n\r\n', /orders\.csv is empty$/],
    ['a,b\n1,2\n', /orders\.csv:1:1: the header lacks order_id, product_id, price$/],
    ['"order_id,product_id,price\no,s,1\n', /orders\.csv:1:1: quote is not closed$/],
    ['x'.repeat(70_000), /has a line of more than 65536 characters$/],
  ])('refuses an unusable file in one line: %.30j', async (content, message) => {
    await expect(read(content)).rejects.toThrow(message);
  });

  it('reports why a path cannot be read', async () => {
    await expect(readOrderFile(join(directory, 'none.csv'), 2)).rejects.toThrow(/none\.csv does not exist$/);
    await expect(readOrderFile(directory, 2)).rejects.toThrow(/is a directory, not a CSV file$/);
  });
});
