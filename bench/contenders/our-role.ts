import { startChildService, type ChildService } from '../child-service';
import { program } from '../repository';
import { nodeArguments, profileArguments } from './node-arguments';

/** A role of the product as a process, started as users start it. */
export function startOurRole(
  name: string,
  environment: NodeJS.ProcessEnv,
  profileDirectory?: string,
): Promise<ChildService> {
  return startChildService(program(`apps/${name}/main.js`), environment, {
    nodeArguments: [...nodeArguments, ...profileArguments(profileDirectory)],
  });
}
