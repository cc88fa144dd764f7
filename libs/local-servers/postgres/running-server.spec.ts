import { isServerOn, parsePostmasterFile } from './running-server';

const LINES = ['4711', '/data/postgres', '1700000000', '21034', '', '127.0.0.1', '  1234567  8', 'ready   '];

describe('a server that describes itself', () => {
  it('is ready when it has written so', () => {
    expect(parsePostmasterFile(`${LINES.join('\n')}\n`)).toEqual({ pid: 4711, port: 21034, ready: true });
  });

  it.each(['starting', 'stopping', 'standby'])('is not ready while it is %s', (status) => {
    expect(parsePostmasterFile([...LINES.slice(0, 7), status].join('\n'))).toMatchObject({ ready: false });
  });

  it('has no port at first', () => {
    expect(parsePostmasterFile('4711\n/data/postgres\n')).toEqual({ pid: 4711, port: undefined, ready: false });
  });

  it('is unknown when the file is empty or has another content', () => {
    expect(parsePostmasterFile('')).toBeUndefined();
    expect(parsePostmasterFile('-4711\n')).toBeUndefined();
  });
});

describe('the command line of a server on a directory', () => {
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
