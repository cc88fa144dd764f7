import type { Position } from '@firstwrite/event-store';

/** The data that the projector's thread starts with. */
export interface ThreadData {
  readonly url: string;
}

/** `appended`: there are new events. `stop`: finish the current write, and end. */
export type ToThread = 'appended' | 'stop';

/** `ready`: the thread runs. Otherwise: a projection has reached a position. */
export type FromThread = 'ready' | { readonly projection: string; readonly position: Position };
