const TURNS = 50;

/** Lets everything run that is already due in this process, before a test says that something did not happen. */
export async function eventLoopTurns(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await new Promise(setImmediate);
}
