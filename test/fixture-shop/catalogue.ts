import type { AuditRules } from '@firstwrite/audit';
import { EventCodec } from '@firstwrite/event-store';
import type { Shop } from '@firstwrite/roles';
import { Projections, type Projection } from '@firstwrite/views';
import { evolveBook, unknownBook } from './book/domain/book';
import { bookReads } from './book/read/book-reads.controller';
import { books } from './book/read/books.view';
import { bookSchemas } from './book/stored/book.schemas';
import { bookWrites } from './book/write/books.controller';
import { bareShelf, evolveShelf } from './shelf/domain/shelf';
import { shelfHistory } from './shelf/read/shelf-history.view';
import { shelfSchemas } from './shelf/stored/shelf.schemas';
import { shelfWrites } from './shelf/write/label-shelf.command';

export const schemas = { ...bookSchemas, ...shelfSchemas };
export const codec = new EventCodec(schemas);

const kept = { snapshotSchemaVersion: 1, cachedMax: 100 };
const noRule = (kind: string) => ({ kind, add: () => undefined, leaveOut: () => undefined, end: () => undefined });
const auditRules: AuditRules = {
  begin: () => ({
    stream: (name) => (/^(book|shelf)-/.test(name) ? noRule(name.slice(0, name.indexOf('-'))) : undefined),
    commits: () => ({ prepare: async () => undefined, add: () => undefined, end: () => undefined }),
    facts: {},
    figures: [],
  }),
};

/** A lending library. */
export const library: Shop = {
  model: {
    aggregates: {
      book: { initial: unknownBook, evolve: evolveBook, ...kept },
      shelf: { initial: bareShelf, evolve: evolveShelf, ...kept },
    },
    kindOf: (stream) => stream.slice(0, stream.indexOf('-')),
    encode: (event) => codec.encode(event),
    decode: (stored) => codec.decode(stored),
  },
  projections: new Projections([books, shelfHistory] as unknown as readonly Projection[]),
  writes: {
    controllers: [...bookWrites.controllers, ...shelfWrites.controllers],
    handlers: [...bookWrites.handlers, ...shelfWrites.handlers],
  },
  reads: { controllers: bookReads.controllers },
  problems: [
    {
      code: 'no-copy-left',
      status: 409,
      title: 'No copy is left',
      when: 'Every copy of the book is lent.',
      action: 'Wait for one that comes back.',
    },
  ],
  auditRules,
  apiDocument: { openapi: '3.1.0', info: { title: 'A library', version: '1' }, paths: {} },
  exampleRequests: () => [],
  eventsDocument: () => ({}),
};
