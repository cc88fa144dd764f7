import { currencyCode, integerBetween, serviceUrl } from './option.parsers';

describe('options', () => {
  it.each(['0', '33', '1.5', '1e1', '', 'x', ' 1'])('do not take %j as an integer from 1 to 32', (value) => {
    expect(() => integerBetween(1, 32)(value)).toThrow('Allowed is an integer from 1 to 32.');
  });

  it('take what is allowed', () => {
    expect(integerBetween(1, 32)('32')).toBe(32);
    expect(currencyCode('BRL')).toBe('BRL');
    expect(serviceUrl('https://shop.example/api').pathname).toBe('/api');
  });

  it.each(['ftp://x', 'localhost:3000', 'nonsense', ''])('do not take %j as an address', (value) => {
    expect(() => serviceUrl(value)).toThrow('Allowed is an address');
  });
});
