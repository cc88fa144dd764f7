import { createInterface } from 'node:readline';
import { claimDataDirectory } from '../directory/data-directory';

/** Claims each data directory that a line of its input names, and answers `won` or the code of the error. */
async function main(): Promise<void> {
  for await (const dataDirectory of createInterface({ input: process.stdin })) {
    const answer = await claimDataDirectory(dataDirectory).then(
      () => 'won',
      (error: Error & { code?: string }) => error.code ?? error.message,
    );
    console.log(answer);
  }
}

void main();
