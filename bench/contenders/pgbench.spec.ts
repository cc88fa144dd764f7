import { parsePgbench } from './pgbench';

const report = `pgbench (15.8)
transaction type: hot.sql
scaling factor: 1
query mode: prepared
number of clients: 32
number of threads: 2
maximum number of tries: 1
duration: 5 s
number of transactions actually processed: 18734
number of failed transactions: 0 (0.000%)
latency average = 8.540 ms
initial connection time = 61.213 ms
tps = 3747.012345 (without initial connection time)
`;

describe("pgbench's report", () => {
  it('gives transactions and their rate', () => {
    expect(parsePgbench(report)).toEqual({
      ...{ ordersPerSecond: 3_747.012345, accepted: 18_734, units: 18_734, conflicts: 0 },
    });
  });

  it('is refused when transactions failed, and when the output is not a report', () => {
    const failed = report.replace('failed transactions: 0', 'failed transactions: 3');
    expect(() => parsePgbench(failed)).toThrow("3 of pgbench's transactions failed");
    expect(() => parsePgbench('pgbench: error: connection refused')).toThrow('pgbench reported no rate');
  });
});
