/** The events of a shelf's stream, `shelf-<number>`. */
export type ShelfEvent = { readonly type: 'ShelfLabelled'; readonly data: { readonly label: string } };

/** The state of a shelf: its label. */
export interface ShelfState {
  readonly label: string;
}

export const bareShelf: ShelfState = { label: '' };

export function evolveShelf(_: ShelfState, { data }: ShelfEvent): ShelfState {
  return { label: data.label };
}

/** The same label again decides nothing. */
export function labelShelf(label: string, state: ShelfState): ShelfEvent[] {
  return state.label === label ? [] : [{ type: 'ShelfLabelled', data: { label } }];
}
