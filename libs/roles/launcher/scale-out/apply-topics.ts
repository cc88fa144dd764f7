import { LastLines, LocalServerError, spawnGuarded } from '@firstwrite/local-servers';
import { programOf, type Surrounding } from './plan-roles';

const GRACE_MS = 5_000;

/** Runs `firstwrite topics apply`, as an operator does. @throws LocalServerError with its output when it fails */
export async function applyTopics({ shared, linesOf }: Surrounding): Promise<void> {
  const lines = new LastLines();
  const show = linesOf('topics');
  const { exited } = await spawnGuarded({
    command: process.execPath,
    args: [programOf('cli'), 'topics', 'apply'],
    env: { ...process.env, ...shared },
    stopSignal: 'TERM',
    graceMs: GRACE_MS,
    onLine: (line) => {
      lines.add(line);
      show(line);
    },
  });
  const { code } = await exited;
  if (code === 0) return;
  throw new LocalServerError('start-failed', lines.joined().replace(/^firstwrite: /, ''), lines.all());
}
