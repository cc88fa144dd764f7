/** As `npm start` and the image run every role. */
export const nodeArguments = ['--max-semi-space-size=32'];

/** What makes Node write a CPU profile of each thread into a folder when it ends; absent: none is taken. */
export function profileArguments(directory: string | undefined): string[] {
  return directory === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${directory}`];
}
