import { readSettings } from './settings';

test.each(['FIRSTWRITE_URL', 'FIRSTWRITE_ORDER_LINES', 'FIRSTWRITE_TEST_KAFKA_BROKERS', 'FIRSTWRITE_TEST_SERVER_URL'])(
  '%s of the command line or the tests does not stop a role',
  (name) => {
    expect(() => readSettings({ [name]: 'anything' })).not.toThrow();
  },
);

test('a misspelt setting is refused with its name', () => {
  expect(() => readSettings({ FIRSTWRITE_REGOIN: 'north' })).toThrow(/FIRSTWRITE_REGOIN.*there is no such setting/);
});
