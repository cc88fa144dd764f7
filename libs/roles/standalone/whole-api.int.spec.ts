import { shop } from '@firstwrite/shop';
import 'reflect-metadata';
import { describeWholeApi } from './whole-api';

test('the served API document is made of controllers and schemas: "npm run api:document" writes it', async () => {
  const made: unknown = JSON.parse(JSON.stringify(await describeWholeApi(shop)));
  expect(shop.apiDocument).toEqual(made);
});
