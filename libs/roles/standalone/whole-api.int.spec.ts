import { shop } from '@firstwrite/shop';
import 'reflect-metadata';
import { describeWholeApi } from './whole-api';

test('the API document that is served is the one that the controllers and schemas make: "npm run api:document" writes it anew', async () => {
  const made: unknown = JSON.parse(JSON.stringify(await describeWholeApi(shop)));
  expect(shop.apiDocument).toEqual(made);
});
