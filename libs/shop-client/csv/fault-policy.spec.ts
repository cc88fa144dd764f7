import { applyFaultPolicy } from './fault-policy';
import type { OrderFile } from './order-file.reader';

function fileWith(faultCount: number, lineCount = 1): OrderFile {
  const faults = Array.from({ length: faultCount }, (_, index) => ({
    line: index + 2,
    column: 6,
    message: 'price "abc" is not an amount',
  }));
  const lines = Array.from({ length: lineCount }, () => ({ orderId: 'o', sku: 's', unitPrice: 1 }));
  return { path: 'orders.csv', digest: '0'.repeat(16), faults, lines };
}

function printed(file: OrderFile): string[] {
  const lines: string[] = [];
  applyFaultPolicy(file, 'skip', (line) => lines.push(line));
  return lines;
}

describe('the policy for lines at fault', () => {
  it('says nothing about a sound file', () => {
    expect(printed(fileWith(0))).toEqual([]);
  });

  it('stops at the first fault, and reports the number of faults', () => {
    const stop = (count: number) => () => applyFaultPolicy(fileWith(count), 'stop', () => undefined);
    expect(stop(1)).toThrow(/^orders\.csv:2:6: price "abc" is not an amount$/);
    expect(stop(4)).toThrow('orders.csv:2:6: price "abc" is not an amount (the first of 4 lines at fault)');
  });

  it('skips the lines at fault, names twenty, and counts the others', () => {
    const lines = printed(fileWith(23, 5));
    expect(lines).toHaveLength(22);
    expect(lines[19]).toBe('orders.csv:21:6: price "abc" is not an amount');
    expect(lines.slice(20)).toEqual(['… and 3 more', 'orders.csv: lines left out: 23, lines used: 5']);
  });

  it('refuses a file without an order line', () => {
    expect(() => applyFaultPolicy(fileWith(0, 0), 'skip', () => undefined)).toThrow('orders.csv has no order line');
  });
});
