/** The cost of a test file: the files that it loads, and its processor time without compiling. */
export interface FileCost {
  readonly filesLoaded: number;
  readonly cpuMs: number;
}

/** NestJS with CQRS has 700 files and loads in half a second; with HTTP and its documents it has 1,500 files. */
export const FILES_LOADED_MAX = 1_000;
/**
 * Twice the processor time of the slowest file on a busy machine. Processor time grows by half on a busy machine; the
 * time of the clock grows several times.
 */
export const CPU_MS_MAX = 3_000;

/** Why a test file is too slow for the unit tier, which runs in ten seconds; undefined: it is not too slow. */
export function tooSlow({ filesLoaded, cpuMs }: FileCost): string | undefined {
  if (filesLoaded > FILES_LOADED_MAX) {
    return (
      `This test file loads ${filesLoaded} files; in the unit tier ${FILES_LOADED_MAX} are allowed. ` +
      'Import the file under test instead of a file that imports everything, such as the catalogue of the shop; ' +
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
