import type { EventDecoder } from '@firstwrite/event-store';

/** For feeds that decode no event. */
export const noDecoder: EventDecoder = {
  decode: ({ type }) => {
    throw new Error(`${type} was decoded`);
  },
};
