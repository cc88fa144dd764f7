/** A new file, or a text that is inserted into a file of the fixture. */
export type Edit =
  | { readonly file: string; readonly made: string }
  | { readonly file: string; readonly after: string; readonly added: string };

/** The edits of an engineer who adds something to the library. */
export interface Addition {
  readonly what: string;
  readonly filesMax: number;
  readonly edits: readonly Edit[];
}

const event: Addition = {
  what: 'event',
  filesMax: 4,
  edits: [
    {
      file: 'book/domain/book.ts',
      after: `  | { readonly type: 'BookLent'; readonly data: { readonly reader: string } }`,
      added: `\n  | { readonly type: 'BookLost'; readonly data: { readonly copies: number } }`,
    },
    {
      file: 'book/domain/book.ts',
      after: `      return { ...state, copies: state.copies - 1 };`,
      added: `\n    case 'BookLost':\n      return { ...state, copies: state.copies - event.data.copies };`,
    },
    {
      file: 'book/domain/book.spec.ts',
      after: `test('a copy is lent while there is one', () => {`,
      added: `
  expect(evolveBook({ title: 'Emma', copies: 3 }, { type: 'BookLost', data: { copies: 2 } }).copies).toBe(1);`,
    },
    {
      file: 'book/stored/book.schemas.ts',
      after: `  BookLent: z.object({ reader: z.string() }),`,
      added: `\n  BookLost: z.object({ copies: z.int().min(1) }),`,
    },
    { file: 'book/stored/golden/BookLost.v1.json', made: '{ "type": "BookLost", "data": { "copies": 2 } }\n' },
  ],
};

const command: Addition = {
  what: 'command',
  filesMax: 4,
  edits: [
    {
      file: 'book/domain/book.ts',
      after: `  return [{ type: 'BookLent', data: { reader } }];\n}`,
      added: `\n
export function loseBook(copies: number, state: BookState): BookEvent[] {
  if (state.copies < copies) throw new NoCopyLeftError('there are fewer copies');
  return [{ type: 'BookLost', data: { copies } }];
}`,
    },
    {
      file: 'book/domain/book.spec.ts',
      after: `import { addBook, evolveBook, lendBook, NoCopyLeftError, unknownBook } from './book';`,
      added: `\nimport { loseBook } from './book';\n
test('no more copies are lost than there are', () => {
  expect(loseBook(1, { title: 'Emma', copies: 1 })).toHaveLength(1);
  expect(() => loseBook(2, { title: 'Emma', copies: 1 })).toThrow(NoCopyLeftError);
});`,
    },
    {
      file: 'book/write/report-loss.command.ts',
      made: `import {
  Lane,
  StreamCommand,
  StreamCommandHandler,
  type Decision,
  type WriteHeaders,
} from '@firstwrite/command-bus';
import { CommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { loseBook, type BookState } from '../domain/book';
import { changeBookDecision, type BookBody } from './change-book.command';

export const reportLossBody = z.strictObject({ copies: z.int().min(1) });

export class ReportLoss extends StreamCommand<BookBody> {
  constructor(
    isbn: string,
    readonly body: z.output<typeof reportLossBody>,
    headers: WriteHeaders,
  ) {
    super({ stream: \`book-\${isbn}\`, operation: 'book/lose', body, headers });
  }
}

const decision: Decision<ReportLoss, BookBody> = {
  streams: ({ stream }) => [stream],
  decide: ({ stream, body }, states) => [{ stream, events: loseBook(body.copies, states.get<BookState>(stream)) }],
  answer: ({ stream }, states) => changeBookDecision.answer({ stream } as never, states),
};

@CommandHandler(ReportLoss)
export class ReportLossHandler extends StreamCommandHandler<ReportLoss, BookBody> {
  constructor(lane: Lane) {
    super(lane, decision);
  }
}
`,
    },
    {
      file: 'book/write/books.controller.ts',
      after: `import type { z } from 'zod';`,
      added: `\nimport { ReportLoss, ReportLossHandler, reportLossBody } from './report-loss.command';`,
    },
    {
      file: 'book/write/books.controller.ts',
      after: `    private readonly replies: WriteReplies,\n  ) {}`,
      added: `\n
  @Post('losses')
  @HttpCode(201)
  @ApiWrite({ summary: 'Report lost copies', answer: [201, bookBody] })
  async lose(
    @Param('isbn') isbn: string,
    @Body({ schema: reportLossBody }) body: z.output<typeof reportLossBody>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BookBody> {
    const command = new ReportLoss(isbn, body, this.requests.read(request));
    return this.replies.settled(reply, await this.bus.execute<Settled<BookBody>>(command));
  }`,
    },
    { file: 'book/write/books.controller.ts', after: `handlers: [ChangeBookHandler`, added: `, ReportLossHandler` },
  ],
};

const view: Addition = {
  what: 'view',
  filesMax: 5,
  edits: [
    {
      file: 'book/read/lost-books.view.ts',
      made: `import { freshnessSql, type List } from '@firstwrite/reads';
import type { Projection, View } from '@firstwrite/views';
import type { BookEvent } from '../domain/book';

export interface LostBooksRow {
  readonly isbn: string;
  readonly version: number;
  readonly lost: number;
}

const view: View<LostBooksRow> = {
  table: 'lost_books',
  streamKeyLength: 1,
  primaryKeyLength: 1,
  columns: [
    { name: 'isbn', type: 'text', value: ({ isbn }) => isbn },
    { name: 'version', type: 'integer', value: ({ version }) => version },
    { name: 'lost', type: 'integer', value: ({ lost }) => lost },
  ],
  keyOf: (stream) => [stream.slice('book-'.length)],
  streamSql: \`'book-' || v.isbn\`,
  rowOf: ({ isbn, version, lost }) => ({ isbn, version, lost }) as LostBooksRow,
};

export const lostBooks: Projection<LostBooksRow> = {
  name: 'lost-books',
  kind: 'book',
  keeps: 'latest',
  view,
  apply(row, { stream, version, event }) {
    const { type, data } = event as BookEvent;
    const lost = (row?.lost ?? 0) + (type === 'BookLost' ? data.copies : 0);
    return { isbn: stream.slice('book-'.length), version, lost };
  },
};

const statement = {
  name: 'list lost books',
  text: \`\${freshnessSql()}
select freshness.*, page.* from freshness left join lateral (
  select v.* from lost_books v where v.lost > 0 and ($3::text is null or v.isbn > $3)
  order by v.isbn limit $4::integer) page on true
order by page.isbn\`,
};

export const lostBookList: List<object, LostBooksRow> = {
  name: 'lost books',
  projection: 'lost-books',
  statementFor: () => statement,
  values: (_, [afterIsbn], limit) => [afterIsbn ?? null, limit],
  presentColumn: 'isbn',
  itemOf: (record) => view.rowOf(record),
  keyOf: ({ isbn }) => [isbn],
};
`,
    },
    {
      file: 'book/read/lost-books.view.spec.ts',
      made: `import { lostBooks } from './lost-books.view';

test('losses are summed', () => {
  const lost = { stream: 'book-1', version: 2, event: { type: 'BookLost', data: { copies: 2 } } };
  const row = { isbn: '1', version: 1, lost: 3 };
  expect(lostBooks.apply(row, lost as never)).toEqual({ isbn: '1', version: 2, lost: 5 });
});
`,
    },
    {
      file: 'tables.ts',
      after: `export const tables: readonly string[] = [`,
      added: `
  'create table lost_books (isbn text collate "C" primary key, version integer not null, lost integer not null)',`,
    },
    {
      file: 'catalogue.ts',
      after: `import { books } from './book/read/books.view';`,
      added: `\nimport { lostBooks } from './book/read/lost-books.view';`,
    },
    { file: 'catalogue.ts', after: `new Projections([books, `, added: `lostBooks, ` },
    {
      file: 'book/read/book-reads.controller.ts',
      after: `import { bookEntity, bookList } from './books.view';`,
      added: `\nimport { lostBookList } from './lost-books.view';`,
    },
    {
      file: 'book/read/book-reads.controller.ts',
      after: `    private readonly requests: ReadRequests,\n  ) {}`,
      added: `\n
  @Get('lost')
  @ApiRead({ summary: 'List lost books', body: pageBodySchema(z.unknown()), answers: 'list' })
  async lost(
    @Query({ schema: pageQuery }) query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const freshness = this.requests.freshness(request);
    return replyPage(reply, await this.reader.list(lostBookList, { filters: {}, ...query }, freshness));
  }`,
    },
  ],
};

/** An event, then a command that decides it, then a view that shows it. */
export const additions: readonly Addition[] = [event, command, view];

/** The files that an addition makes or changes. */
export function filesOf({ edits }: Addition): string[] {
  return [...new Set(edits.map(({ file }) => file))];
}
