import { maskedUrl, settingsCatalogue } from '@firstwrite/platform';
import { settingRows } from './setting-rows';

describe('a database URL that is shown', () => {
  it.each([
    ['postgres://shop:geheim@db:5432/shop', 'postgres://shop:***@db:5432/shop'],
    ['postgres://shop:p@ss@db/shop', 'postgres://shop:***@db/shop'],
    ['postgres://shop@db/shop?sslmode=require', 'postgres://shop@db/shop?sslmode=require'],
    ['postgres://db/shop?password=geheim', 'postgres://db/shop?password=***'],
    ['postgres://shop:geheim@/shop?password=geheim', 'postgres://***@/shop?***'],
  ])('%s becomes %s', (url, masked) => {
    expect(maskedUrl(url)).toBe(masked);
  });
});

describe('the settings in force', () => {
  it('are those of the catalogue, with the value and where it is from', () => {
    const rows = settingRows({ PORT: '8080', LOG_LEVEL: '', DATABASE_URL: 'postgres://shop:geheim@db/shop' });
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(settingsCatalogue));
    const byName = new Map(rows.map(({ name, value, from }) => [name, [value, from]]));
    expect(byName.get('PORT')).toEqual([8080, 'set']);
    expect(byName.get('LOG_LEVEL')).toEqual(['info', 'default']);
    expect(byName.get('DATABASE_URL')).toEqual(['postgres://shop:***@db/shop', 'set']);
    expect(byName.get('DATABASE_MIGRATION_URL')).toEqual([null, 'default']);
    expect(rows.every(({ allowed, meaning }) => allowed !== '' && meaning !== '')).toBe(true);
  });

  it('are refused as a whole when one is not allowed', () => {
    expect(() => settingRows({ PORT: 'x' })).toThrow('PORT="x" is not allowed: allowed: 0 … 65535');
    expect(() => settingRows({ FIRSTWRITE_DATADIR: '/srv' })).toThrow('FIRSTWRITE_DATADIR="/srv" is not allowed');
  });
});
