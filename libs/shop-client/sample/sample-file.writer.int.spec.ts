import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecordedOutput } from '../../terminal/test/recorded-output';
import { readOrderFile } from '../csv/order-file.reader';
import { sampleHeader } from './order-lines.generator';
import { writeSampleFile } from './sample-file.writer';

const settings = { orderCount: 1_234, productCount: 500, seed: 7 };

describe('writing a sample', () => {
  let directory: string;
  beforeAll(async () => (directory = await mkdtemp(join(tmpdir(), 'sample-'))));
  afterAll(() => rm(directory, { recursive: true }));

  it('gives a file that import and replay can read, the same bytes each time', async () => {
    const output = new RecordedOutput();
    const [one, two] = [join(directory, 'one.csv'), join(directory, 'two.csv')];
    await writeSampleFile(one, settings, output.progress);
    await writeSampleFile(two, settings, output.progress);
    expect(output.advanced).toBe(2 * settings.orderCount);
    const text = await readFile(one, 'utf8');
    expect(text.startsWith(sampleHeader)).toBe(true);
    expect(await readFile(two, 'utf8')).toBe(text);
    const file = await readOrderFile(one, 2);
    expect(file.faults).toEqual([]);
    expect(new Set(file.lines.map(({ orderId }) => orderId)).size).toBe(settings.orderCount);
  });

  it('says in one line where it cannot write', async () => {
    const progress = new RecordedOutput().progress;
    await expect(writeSampleFile(directory, settings, progress)).rejects.toThrow(/ cannot be written: EISDIR/);
  });
});
