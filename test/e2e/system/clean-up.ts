import { killPrograms } from './built-program';
import { closeClients } from './client';
import { madeDirectories, removeDirectories } from './data-directory';
import { expectNoProcessOn } from './processes';

/** Registers a clean-up for a whole file: no process and no folder stays behind, even after a failure. */
export function leaveNothingBehind(): void {
  afterAll(async () => {
    await killPrograms();
    await closeClients();
    for (const directory of madeDirectories()) await expectNoProcessOn(directory);
    await removeDirectories();
  });
}
