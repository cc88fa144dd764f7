import { defaultUrl } from './client.options';

test('the default address of the service is its own port on this machine', () => {
  expect(defaultUrl({}).href).toBe('http://127.0.0.1:3000/');
  expect(defaultUrl({ PORT: '4000' }).port).toBe('4000');
  expect(() => defaultUrl({ PORT: 'http' })).toThrow('PORT is "http"; allowed is a port from 1 to 65535');
});
