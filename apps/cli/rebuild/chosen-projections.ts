import { projections } from '@firstwrite/shop';
import { CommandFailedError } from '@firstwrite/terminal';

const { names: projectionNames } = projections;

/** The projections that a command line names: one, or all. @throws CommandFailedError that lists the names */
export function chosenProjections(name: string | undefined, all: boolean): readonly string[] {
  if (all && name === undefined) return projectionNames;
  const chosen = projectionNames.find((known) => known === name);
  if (chosen && !all) return [chosen];
  const names = projectionNames.join(', ');
  if (all) throw new CommandFailedError(`name a projection or say --all, not both: ${names}`);
  if (name === undefined) throw new CommandFailedError(`name a projection, or say --all: ${names}`);
  throw new CommandFailedError(`there is no projection "${name}": ${names}`);
}
