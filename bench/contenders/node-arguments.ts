/** The arguments with which `npm start` and the image run every role. */
export const nodeArguments = ['--max-semi-space-size=32'];

/** Arguments that make Node write a CPU profile of each thread into a folder at its end; without a folder none. */
export function profileArguments(directory: string | undefined): string[] {
  return directory === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${directory}`];
}
