import { freshnessSql, type Entity, type List } from '@firstwrite/reads';
import type { Projection, View } from '@firstwrite/views';
import { evolveBook, unknownBook, type BookEvent, type BookState } from '../domain/book';

export interface BookRow extends BookState {
  readonly isbn: string;
  readonly version: number;
}

const view: View<BookRow> = {
  table: 'book_view',
  streamKeyLength: 1,
  primaryKeyLength: 1,
  columns: [
    { name: 'isbn', type: 'text', value: ({ isbn }) => isbn },
    { name: 'version', type: 'integer', value: ({ version }) => version },
    { name: 'title', type: 'text', value: ({ title }) => title },
    { name: 'copies', type: 'integer', value: ({ copies }) => copies },
  ],
  keyOf: (stream) => [stream.slice('book-'.length)],
  streamSql: `'book-' || v.isbn`,
  rowOf: ({ isbn, version, title, copies }) => ({ isbn, version, title, copies }) as BookRow,
};

export const books: Projection<BookRow> = {
  name: 'books',
  kind: 'book',
  keeps: 'latest',
  view,
  apply: (row, { stream, version, event }) => ({
    isbn: stream.slice('book-'.length),
    version,
    ...evolveBook(row ? { title: row.title, copies: row.copies } : unknownBook, event as BookEvent),
  }),
};

export const bookEntity: Entity<BookRow, BookRow> = {
  projection: books,
  snapshot: {
    schemaVersion: 1,
    rowOf: ({ version, state }, stream) => ({ isbn: stream.slice('book-'.length), version, ...(state as BookState) }),
  },
  bodyOf: (row) => row,
};

const statement = {
  name: 'list books',
  text: `${freshnessSql()}
select freshness.*, page.* from freshness left join lateral (
  select v.* from book_view v where $3::text is null or v.isbn > $3 order by v.isbn limit $4::integer) page on true
order by page.isbn`,
};

export const bookList: List<object, BookRow> = {
  name: 'books',
  projection: 'books',
  statementFor: () => statement,
  values: (_, [afterIsbn], limit) => [afterIsbn ?? null, limit],
  presentColumn: 'isbn',
  itemOf: (record) => view.rowOf(record),
  keyOf: ({ isbn }) => [isbn],
};
