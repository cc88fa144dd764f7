import { isServerOn } from './orphan-recovery';

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
