import { parseProcStat, parsePsLine, type ProcessAccount } from './processes';
import { sumOf, treeOf } from './process-tree';

describe("a process's account", () => {
  it('is read from a line with spaces and brackets in the process name', () => {
    const numbers = '42 42 0 -1 4194304 100 0 0 0 250 150 30 20 20 0 1 0 9999 123456789 512 18446744073709551615';
    expect(parseProcStat(`4711 (post (gres) x) S 17 ${numbers}`)).toEqual({
      ...{ pid: 4711, parentPid: 17, cpuSeconds: 4, endedChildrenSeconds: 0.5, residentBytes: 512 * 4_096 },
    });
  });

  it('is read from ps, with hours and days', () => {
    expect(parsePsLine('  501     1   1:02.25  10240').cpuSeconds).toBeCloseTo(62.25);
    expect(parsePsLine('501 1 1-02:03:04 1').cpuSeconds).toBe(86_400 + 2 * 3_600 + 3 * 60 + 4);
    expect(parsePsLine('501 1 0:01.00 10240')).toMatchObject({ pid: 501, parentPid: 1, residentBytes: 10_240 * 1_024 });
  });
});

describe('the account of a tree', () => {
  const account = (pid: number, parentPid: number, cpuSeconds: number, endedChildrenSeconds = 0): ProcessAccount => ({
    ...{ pid, parentPid, cpuSeconds, endedChildrenSeconds, residentBytes: 10 },
  });

  it('adds up the root, its descendants, and the children that have ended', () => {
    const processes = [
      account(5, 3, 0.25),
      account(1, 0, 100),
      account(2, 1, 1, 8),
      account(3, 2, 2),
      account(4, 1, 50),
    ];
    expect(sumOf(treeOf(2, processes))).toEqual({ cpuSeconds: 11.25, residentBytes: 30 });
  });

  it('keeps the CPU time of a child that ends', () => {
    const before = sumOf(treeOf(2, [account(2, 1, 1), account(3, 2, 4)]));
    const after = sumOf(treeOf(2, [account(2, 1, 1, 4)]));
    expect(after.cpuSeconds).toBe(before.cpuSeconds);
  });

  it('is refused when the root has ended', () => {
    expect(() => treeOf(9, [account(1, 0, 1)])).toThrow('process 9 has ended');
  });
});
