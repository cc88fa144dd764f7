import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { observeProcess } from '../process/process-facts';
import { Scratch } from '../test/scratch';
import { claimDataDirectory, findLiveOwner, ownerFile } from './data-directory';

let scratch: Scratch;
let data: string;

beforeEach(async () => {
  scratch = await Scratch.make();
  data = scratch.path('data');
  await mkdir(data);
});
afterEach(() => scratch.clear());

function otherProcess(): number {
  const child: ChildProcess = spawn('sleep', ['60'], { stdio: 'ignore' });
  scratch.onClear(async () => void child.kill('SIGKILL'));
  return child.pid ?? 0;
}

async function leaveOwner(file: string, owner: { pid: number; startTime: string }): Promise<void> {
  await writeFile(file, JSON.stringify({ ...owner, command: 'another program' }));
}

const DEAD_OWNER = { pid: 2 ** 22 + 1, startTime: '1' };

describe('a data directory', () => {
  it('is owned by this process until it is released', async () => {
    const claim = await claimDataDirectory(data);
    expect(await findLiveOwner(data)).toMatchObject({ pid: process.pid });
    await claim.release();
    expect(await findLiveOwner(data)).toBeUndefined();
    expect(await readdir(data)).toEqual([]);
  });

  it('is refused while another process owns it', async () => {
    const pid = otherProcess();
    const startTime = (await observeProcess(pid))?.startTime ?? '';
    await leaveOwner(ownerFile(data), { pid, startTime });
    await expect(claimDataDirectory(data)).rejects.toMatchObject({
      code: 'data-directory-in-use',
      message: expect.stringContaining(`process ${pid} (another program)`),
    });
    expect(await findLiveOwner(data)).toMatchObject({ pid });
  });

  it('is refused to the same process a second time', async () => {
    const claim = await claimDataDirectory(data);
    await expect(claimDataDirectory(data)).rejects.toMatchObject({ code: 'data-directory-in-use' });
    await claim.release();
    await (await claimDataDirectory(data)).release();
  });

  it('is taken over when its owner has ended', async () => {
    await leaveOwner(ownerFile(data), DEAD_OWNER);
    await expectClaimed();
  });

  it('is taken over when a later process has the pid of its owner', async () => {
    await leaveOwner(ownerFile(data), { pid: otherProcess(), startTime: '1' });
    await expectClaimed();
  });

  it('is taken over when a power loss left the file empty', async () => {
    await writeFile(ownerFile(data), '');
    await expectClaimed();
  });

  it('is taken over when another process was killed while it took over', async () => {
    await leaveOwner(ownerFile(data), DEAD_OWNER);
    await leaveOwner(`${ownerFile(data)}.successor`, { ...DEAD_OWNER, startTime: '2' });
    await expectClaimed();
  });

  it('is refused while another process takes it over', async () => {
    const pid = otherProcess();
    await leaveOwner(ownerFile(data), DEAD_OWNER);
    const startTime = (await observeProcess(pid))?.startTime ?? '';
    await leaveOwner(`${ownerFile(data)}.successor`, { pid, startTime });
    await expect(claimDataDirectory(data)).rejects.toMatchObject({ code: 'data-directory-in-use' });
  });
});

async function expectClaimed(): Promise<void> {
  const claim = await claimDataDirectory(data);
  expect(JSON.parse(await readFile(ownerFile(data), 'utf8'))).toMatchObject({ pid: process.pid });
  expect(await readdir(data)).toEqual(['owner.json']);
  await claim.release();
}
