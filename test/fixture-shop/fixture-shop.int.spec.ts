import 'reflect-metadata';
import { library } from './catalogue';
import { RunningShop } from './running-shop';
import { tables } from './tables';

let shop: RunningShop;
beforeAll(async () => void (shop = await RunningShop.start(library, tables)));
afterAll(() => shop.stop());

test('another shop decides, projects, reads, rebuilds and audits on the same engine', async () => {
  await shop.command('POST', '/v1/books/1/copies', { title: 'Emma', copies: 1 }, 201);
  const { token } = await shop.command('POST', '/v1/books/1/loans', { reader: 'ann' }, 201);
  const refused = await shop.command('POST', '/v1/books/1/loans', { reader: 'bob' }, 409);
  expect(refused.body).toMatchObject({ code: 'no-copy-left', title: 'No copy is left' });
  expect(await shop.read('/v1/books/1', token)).toEqual({ isbn: '1', title: 'Emma', copies: 0, version: 2 });
  expect(await shop.read('/v1/books', token)).toMatchObject({ items: [{ isbn: '1', copies: 0 }], nextCursor: null });

  await shop.command('PUT', '/v1/shelves/7/label', { label: 'Novels' }, 200);
  await shop.command('PUT', '/v1/shelves/7/label', { label: 'Novels' }, 200);
  await shop.command('POST', '/v1/books/1/copies', { title: '', copies: 0 }, 400);
  await shop.rebuild();
  expect(await shop.audit()).toMatchObject({ events: 3, streams: 2, rows: { book_view: 1, shelf_history: 1 } });
});
