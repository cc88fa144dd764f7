import type { EventDecoder } from '@firstwrite/event-store';

/** For feeds whose events are never looked into. */
export const noDecoder: EventDecoder = {
  decode: ({ type }) => {
    throw new Error(`${type} was decoded`);
  },
};
