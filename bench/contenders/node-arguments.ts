/** As `npm start` and the image run every role. */
export const nodeArguments = ['--max-semi-space-size=32'];

/** Beside them what writes a CPU profile; absent: none is taken. */
export function withProfile(profileDirectory: string | undefined): string[] {
  return profileDirectory === undefined
    ? nodeArguments
    : [...nodeArguments, '--cpu-prof', `--cpu-prof-dir=${profileDirectory}`];
}
