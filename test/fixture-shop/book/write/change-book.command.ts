import { Lane, StreamCommand, StreamCommandHandler, type Decision, type WriteHeaders } from '@firstwrite/command-bus';
import { CommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { addBook, lendBook, type BookEvent, type BookState } from '../domain/book';

export const bookBody = z.object({ title: z.string(), copies: z.int(), version: z.int() });
export type BookBody = z.infer<typeof bookBody>;

export const addBookBody = z.strictObject({ title: z.string().min(1), copies: z.int().min(1) });
export const lendBookBody = z.strictObject({ reader: z.string().min(1) });

type Change = z.output<typeof addBookBody> | z.output<typeof lendBookBody>;

/** Adds copies of a book, or lends one. */
export class ChangeBook extends StreamCommand<BookBody> {
  constructor(
    isbn: string,
    operation: 'book/add' | 'book/lend',
    readonly change: Change,
    headers: WriteHeaders,
  ) {
    super({ stream: `book-${isbn}`, operation, body: change, headers });
  }
}

export const changeBookDecision: Decision<ChangeBook, BookBody> = {
  streams: ({ stream }) => [stream],
  decide: ({ stream, change }, states) => [{ stream, events: eventsOf(change, states.get<BookState>(stream)) }],
  answer({ stream }, states) {
    const version = states.versionOf(stream);
    return { body: { ...states.get<BookState>(stream), version }, version };
  },
};

function eventsOf(change: Change, state: BookState): BookEvent[] {
  return 'reader' in change ? lendBook(change.reader, state) : addBook(change.title, change.copies);
}

@CommandHandler(ChangeBook)
export class ChangeBookHandler extends StreamCommandHandler<ChangeBook, BookBody> {
  constructor(lane: Lane) {
    super(lane, changeBookDecision);
  }
}
