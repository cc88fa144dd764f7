/** The events of a book's stream, `book-<isbn>`. */
export type BookEvent =
  | { readonly type: 'BookAdded'; readonly data: { readonly title: string; readonly copies: number } }
  | { readonly type: 'BookLent'; readonly data: { readonly reader: string } };

/** The state of a book; without events it has no title and no copies. */
export interface BookState {
  readonly title: string;
  readonly copies: number;
}

export const unknownBook: BookState = { title: '', copies: 0 };

export function evolveBook(state: BookState, event: BookEvent): BookState {
  switch (event.type) {
    case 'BookAdded':
      return { title: event.data.title, copies: state.copies + event.data.copies };
    case 'BookLent':
      return { ...state, copies: state.copies - 1 };
  }
}

export class NoCopyLeftError extends Error {
  readonly code = 'no-copy-left';
}

export function addBook(title: string, copies: number): BookEvent[] {
  return [{ type: 'BookAdded', data: { title, copies } }];
}

/** @throws NoCopyLeftError */
export function lendBook(reader: string, state: BookState): BookEvent[] {
  if (state.copies === 0) throw new NoCopyLeftError('no copy is left');
  return [{ type: 'BookLent', data: { reader } }];
}
