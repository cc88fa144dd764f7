import type { Position } from '@firstwrite/event-store';

/** What the projector's thread starts with. */
export interface ThreadData {
  readonly url: string;
}

/** Something was appended. `stop`: finish what is being written, and end. */
export type ToThread = 'appended' | 'stop';

/** It runs; or a projection has reached a position. */
export type FromThread = 'ready' | { readonly projection: string; readonly position: Position };
