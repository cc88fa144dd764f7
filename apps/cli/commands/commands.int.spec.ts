import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CannedService, created } from '../../../libs/shop-client/test/canned-service';
import { commandRuns } from '../test/command-runs';
import { registerImport } from './import.command';
import { registerReplay } from './replay.command';
import { registerSample } from './sample.command';

describe('the command line', () => {
  let directory: string;
  let csv: string;
  let service: CannedService;
  let url: URL;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'commands-'));
    csv = join(directory, 'orders.csv');
    service = new CannedService(() => created);
    url = await service.start();
  });
  afterAll(async () => {
    await service.kill();
    await rm(directory, { recursive: true });
  });

  const run = commandRuns([registerSample, registerImport, registerReplay]);

  it('makes a file, imports it and replays it', async () => {
    expect(await run('sample', csv, '--orders', '50', '--seed', '3')).toMatchObject({
      stdout: '',
      exitCode: undefined,
    });
    const imported = await run('import', csv, '--url', url.href);
    expect(imported.stdout).toMatch(/^products created +\d+\n/);
    const replayed = await run('replay', csv, '--url', url.href);
    expect(replayed.stdout).toMatch(
      /placed +50\nreplayed +0\nrefused +0\nconflicts +0\nerrors +0\nretries +0\norders\/s +[\d.]+\np50 ms +[\d.]+\np99 ms +[\d.]+\n$/,
    );
    expect(replayed.stderr).toMatch(/replay 100 % \| 50\/50 orders \| /);
  });

  it('prints nothing but one line of JSON when asked to, and finds the service in the environment', async () => {
    process.env['FIRSTWRITE_URL'] = url.href;
    const { stdout } = await run('replay', csv, '--json', '--limit', '7');
    expect(stdout.trimEnd()).not.toContain('\n');
    expect(JSON.parse(stdout)).toMatchObject({ orders: 7, placed: 7, errors: 0, linesSkipped: 0 });
  });

  it.each([
    [['replay'], "firstwrite: missing required argument 'csv'\n"],
    [['replay', 'none.csv'], 'firstwrite: none.csv does not exist\n'],
    [
      ['replay', 'x', '--merge', '0'],
      /^firstwrite: option '--merge <n>' argument '0' is invalid\. Allowed is an integer from 1 to 1000\.\n$/,
    ],
    [
      ['import', 'x', '--on-error', 'cry'],
      /^firstwrite: option '--on-error <policy>' .* Allowed choices are stop, skip\.\n$/,
    ],
    [['sample', 'x', '--seed', '-1'], /^firstwrite: option '--seed <n>' argument '-1' is invalid\./],
  ])('takes %j as a mistake, in one line', async (argv, line) => {
    const { stderr, exitCode } = await run(...argv);
    if (typeof line === 'string') expect(stderr).toBe(line);
    else expect(stderr).toMatch(line);
    expect([stderr.split('\n').length, exitCode]).toEqual([2, 1]);
  });
});
