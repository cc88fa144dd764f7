import { LocalServerError } from '../local-server-error';
import { findFreePort, onFreePorts } from './free-port';
import type * as crypto from 'node:crypto';
import { randomInt } from 'node:crypto';

jest.mock('node:crypto', () => ({ randomInt: jest.fn(jest.requireActual<typeof crypto>('node:crypto').randomInt) }));

const PORT_TAKEN = /Address already in use/;
const failure = (line: string) => new LocalServerError('start-failed', 'no start', [line]);

describe('a start on ports that were free', () => {
  it('is repeated on other ports when another program took one', async () => {
    let starts = 0;
    const start = () =>
      ++starts < 3 ? Promise.reject(failure('bind: Address already in use')) : Promise.resolve(starts);
    expect(await onFreePorts(start, PORT_TAKEN)).toBe(3);
  });

  it('gives up after five starts', async () => {
    let starts = 0;
    const start = () => Promise.reject(failure(`Address already in use: start ${++starts}`));
    await expect(onFreePorts(start, PORT_TAKEN)).rejects.toMatchObject({
      details: ['Address already in use: start 5'],
    });
  });

  it('is not repeated after any other failure', async () => {
    let starts = 0;
    const start = () => {
      starts++;
      return Promise.reject(failure('out of memory'));
    };
    await expect(onFreePorts(start, PORT_TAKEN)).rejects.toThrow('no start');
    expect(starts).toBe(1);
  });
});

test('a free port is returned only once, even if its server has not bound it yet', async () => {
  jest
    .mocked(randomInt)
    .mockReturnValueOnce(31_007 as never)
    .mockReturnValueOnce(31_007 as never);
  expect(await findFreePort()).not.toBe(await findFreePort());
});
