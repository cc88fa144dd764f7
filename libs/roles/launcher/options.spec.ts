import { readOptions } from './options';

let said: string[];

beforeEach(() => {
  said = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
});
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
});

test('without a flag the setting names the template, and the default is inception', () => {
  expect(readOptions([], {})).toMatchObject({ template: 'inception' });
  expect(readOptions([], { FIRSTWRITE_TEMPLATE: 'scale-out' })).toMatchObject({ template: 'scale-out', projectors: 2 });
});

test('a flag takes precedence over the setting, and becomes the setting', () => {
  const environment = { FIRSTWRITE_TEMPLATE: 'scale-out' };
  expect(readOptions(['--template', 'inception'], environment)).toMatchObject({ template: 'inception' });
  expect(environment.FIRSTWRITE_TEMPLATE).toBe('inception');
});

test('scale-out accepts the number of its processes', () => {
  const options = readOptions(['--template', 'scale-out', '--projectors', '3', '--relays', '2', '--front', 'node'], {});
  expect(options).toEqual({ template: 'scale-out', projectors: 3, relays: 2, front: 'node' });
});

test.each([
  [['--template', 'sharded'], /sharded.*inception, scale-out/],
  [['--colour'], /--colour/],
  [['--projectors', '3'], /--projectors is for --template scale-out/],
  [['--template', 'scale-out', '--projectors', '0'], /1 … 32/],
  [['scale-out'], /too many arguments/],
])('%j is refused in one line', (args, line) => {
  expect(readOptions(args, {})).toBeUndefined();
  expect(said.join('')).toMatch(/^firstwrite: [^\n]+\n$/);
  expect(said.join('')).toMatch(line);
  expect(process.exitCode).toBe(1);
});
