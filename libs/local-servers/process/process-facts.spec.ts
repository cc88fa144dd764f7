import { parseProcStat, parsePsLine, sendSignal } from './process-facts';

const STAT_FIELDS = 'S 1 1 1 0 -1 4194304 1 0 0 0 1 1 0 0 20 0 1 0 987654 1 1';

describe('the facts about a process', () => {
  it('have state and start time after a name with spaces and brackets', () => {
    expect(parseProcStat(`42 (a) b (c) ${STAT_FIELDS}`, 'node\0main.js\0')).toEqual({
      startTime: '987654',
      zombie: false,
      args: 'node main.js',
    });
  });

  it('tell a zombie from a running process', () => {
    expect(parseProcStat(`42 (postgres) ${STAT_FIELDS.replace('S', 'Z')}`, '')).toMatchObject({ zombie: true });
  });

  it('are undefined for a line that is cut short', () => {
    expect(parseProcStat('42 (node) S 1 1', '')).toBeUndefined();
  });

  it('are read from the output of ps when there is no /proc', () => {
    expect(parsePsLine('Ss   Fri Nov  7 03:18:00 2025 /opt/bin/postgres -D /data/postgres\n')).toEqual({
      startTime: 'Fri Nov 7 03:18:00 2025',
      zombie: false,
      args: '/opt/bin/postgres -D /data/postgres',
    });
    expect(parsePsLine('Z+   Fri Nov  7 03:18:00 2025 (postgres)')).toMatchObject({ zombie: true });
    expect(parsePsLine('')).toBeUndefined();
  });
});

test('a signal to a process that has ended is not an error', () => {
  expect(sendSignal(2 ** 22 + 1, 'SIGTERM')).toBe(false);
});
