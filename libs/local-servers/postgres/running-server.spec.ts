import { isServerOn, parsePostmasterFile } from './running-server';

const LINES = ['4711', '/data/postgres', '1700000000', '21034', '', '127.0.0.1', '  1234567  8', 'ready   '];

describe('what a server writes about itself', () => {
  it('is ready once it says so', () => {
    expect(parsePostmasterFile(`${LINES.join('\n')}\n`)).toEqual({ pid: 4711, port: 21034, ready: true });
  });

  it.each(['starting', 'stopping', 'standby'])('is not ready while it is %s', (status) => {
    expect(parsePostmasterFile([...LINES.slice(0, 7), status].join('\n'))).toMatchObject({ ready: false });
  });

  it('has no port yet in its first moment', () => {
    expect(parsePostmasterFile('4711\n/data/postgres\n')).toEqual({ pid: 4711, port: undefined, ready: false });
  });

  it('names no process in an empty or foreign file', () => {
    expect(parsePostmasterFile('')).toBeUndefined();
    expect(parsePostmasterFile('-4711\n')).toBeUndefined();
  });
});

describe('a server is recognised by its command line', () => {
  it.each([
    ['/opt/native/bin/postgres -D /data/postgres -c port=21034', true],
    ['/opt/native/bin/postgres -D /data/postgres', true],
    ['/opt/native/bin/postgres -D /data/postgres-2 -c port=21034', false],
    ['/opt/native/bin/postgres -D /elsewhere/postgres -c x=/data/postgres', false],
    ['tail -f /data/postgres/postgres.log', false],
    ['', false],
  ])('%j: %s', (args, expected) => {
    expect(isServerOn(args, '/data/postgres')).toBe(expected);
  });
});
