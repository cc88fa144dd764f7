import { createInterface } from 'node:readline';
import { claimDataDirectory } from '../directory/data-directory';

/** Claims each data directory named on its input, keeps it, and answers with a line: `won`, or the code of the refusal. */
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
