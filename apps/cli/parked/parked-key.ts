import type { ParkedKey } from '@firstwrite/views';
import { CommandFailedError } from '@firstwrite/terminal';
import { chosenProjections } from '../rebuild/chosen-projections';

/** The stream that a command line names; undefined: all of them. @throws CommandFailedError */
export function chosenParked(
  projection: string | undefined,
  stream: string | undefined,
  all: boolean,
): ParkedKey | undefined {
  if (all && projection === undefined) return undefined;
  if (all) throw new CommandFailedError('name a projection and a stream or say --all, not both');
  if (projection === undefined || stream === undefined) {
    throw new CommandFailedError('name a projection and a stream, or say --all');
  }
  return parkedKey(projection, stream);
}

/** @throws CommandFailedError that lists the names of projections */
export function parkedKey(name: string, stream: string): ParkedKey {
  const [projection] = chosenProjections(name, false);
  if (!projection) throw new CommandFailedError(`there is no projection "${name}"`);
  return { projection, stream };
}
