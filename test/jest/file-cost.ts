/** What one test file costs: the files that it loads, and the processor time that it takes besides compiling. */
export interface FileCost {
  readonly filesLoaded: number;
  readonly cpuMs: number;
}

/** NestJS with CQRS is 700 files and loads in half a second; with HTTP and its documents it is 1,500. */
export const FILES_LOADED_MAX = 1_000;
/**
 * Twice what the slowest file takes on a busy machine. Not the time of the clock, which is several times as long there:
 * processor time grows by half.
 */
export const CPU_MS_MAX = 3_000;

/** Why a test file is too slow for the unit tier, which runs in ten seconds; nothing: it is not. */
export function tooSlow({ filesLoaded, cpuMs }: FileCost): string | undefined {
  if (filesLoaded > FILES_LOADED_MAX) {
    return (
      `This test file loads ${filesLoaded} files; in the unit tier ${FILES_LOADED_MAX} are allowed. ` +
      'Import the file under test instead of what gathers everything, such as the catalogue of the shop; ' +
      'Object.keys(require.cache) lists what was loaded. A test that needs the application is an *.int.spec.ts.'
    );
  }
  if (cpuMs > CPU_MS_MAX) {
    return (
      `This test file takes ${Math.round(cpuMs)} ms of processor time; in the unit tier ${CPU_MS_MAX} are allowed. ` +
      'Compare once, not in a loop; give a property fewer runs; take smaller data. ' +
      'A test that starts processes or servers is an *.int.spec.ts.'
    );
  }
  return undefined;
}
