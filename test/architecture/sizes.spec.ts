import { repositoryFiles, type RepositoryFile } from './repository';

const FILE_LINES_MAX = 300;
const SOURCE_LINES_MEDIAN_MAX = 60;
const SOURCE_LINES_P90_MAX = 200;
/** An example is short enough to be read at once. */
const EXAMPLE_LINES_MAX = 60;
const TEST_LINES_PER_SOURCE_LINE_MIN = 0.5;

const sources = repositoryFiles.filter(({ isSource }) => isSource);
const tests = repositoryFiles.filter(({ isTest }) => isTest);

const linesOf = (files: readonly RepositoryFile[]) => files.reduce((sum, { lineCount }) => sum + lineCount, 0);

function quantile(files: readonly RepositoryFile[], share: number): number {
  const counts = files.map(({ lineCount }) => lineCount).sort((a, b) => a - b);
  return counts[Math.ceil(share * counts.length) - 1] ?? 0;
}

test('there are sources and tests to measure', () => {
  expect(sources.length).toBeGreaterThan(0);
  expect(tests.length).toBeGreaterThan(0);
});

test(`no file has more than ${FILE_LINES_MAX} lines: split it by purpose`, () => {
  const tooLong = [...sources, ...tests].filter(({ lineCount }) => lineCount > FILE_LINES_MAX);
  expect(tooLong.map(({ path, lineCount }) => `${path}: ${lineCount} lines`)).toEqual([]);
});

test(`half of the sources have ${SOURCE_LINES_MEDIAN_MAX} lines at most, nine in ten ${SOURCE_LINES_P90_MAX}`, () => {
  expect(quantile(sources, 0.5)).toBeLessThanOrEqual(SOURCE_LINES_MEDIAN_MAX);
  expect(quantile(sources, 0.9)).toBeLessThanOrEqual(SOURCE_LINES_P90_MAX);
});

test(`an example has at most ${EXAMPLE_LINES_MAX} lines in all`, () => {
  const examples = sources.filter(({ path }) => path.startsWith('examples/'));
  const folders = [...new Set(examples.map(({ path }) => path.split('/').slice(0, 2).join('/')))];
  const sizes = folders.map((folder) => ({
    folder,
    lines: linesOf(examples.filter(({ path }) => path.startsWith(`${folder}/`))),
  }));
  expect(sizes).not.toEqual([]);
  expect(sizes.filter(({ lines }) => lines > EXAMPLE_LINES_MAX)).toEqual([]);
});

test(`there are at least ${TEST_LINES_PER_SOURCE_LINE_MIN} lines of tests for a line of source`, () => {
  expect(linesOf(tests) / linesOf(sources)).toBeGreaterThanOrEqual(TEST_LINES_PER_SOURCE_LINE_MIN);
});
