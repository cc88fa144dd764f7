import type { Settings } from '@firstwrite/platform';
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { FrontKind } from '../options';
import type { FrontAddress } from './front-address';
import { frontConfiguration, type Behind } from './front-configuration';
import { planProgram, type Surrounding } from './plan-roles';
import type { RoleProcessPlan } from './role-process';

/** The configuration of the front in containers; here its servers are at ports of this machine. */
const CONFIGURATION = resolve(__dirname, '../../../deploy/front/haproxy.cfg');

export interface FrontPlan extends FrontAddress, Behind {
  readonly kind: FrontKind;
  readonly settings: Settings;
  readonly surrounding: Surrounding;
}

/** Plans the front, at the one address that clients use: HAProxy where it is installed, else the role front. */
export async function planFront(front: FrontPlan): Promise<RoleProcessPlan> {
  const { kind, surrounding, queryApi, commandApi, host, port } = front;
  if (kind === 'haproxy' || (kind === 'auto' && haproxyIsInstalled())) return planHaproxy(front);
  const shared = {
    FIRSTWRITE_COMMANDS_URL: commandApi.address,
    FIRSTWRITE_QUERIES_URL: queryApi.address,
  };
  return planProgram('front', '1', { ...surrounding, shared, host, port });
}

function haproxyIsInstalled(): boolean {
  return spawnSync('haproxy', ['-v'], { stdio: 'ignore' }).status === 0;
}

async function planHaproxy(front: FrontPlan): Promise<RoleProcessPlan> {
  const { settings, surrounding, host, port } = front;
  const directory = resolve(settings.FIRSTWRITE_DATA_DIR);
  await mkdir(directory, { recursive: true });
  const file = join(directory, 'front.cfg');
  await writeFile(file, frontConfiguration(await readFile(CONFIGURATION, 'utf8'), front));
  return {
    name: 'front',
    command: 'haproxy',
    args: ['-db', '-f', file],
    // A soft stop: requests in flight are answered.
    stopSignal: 'USR1',
    address: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    onLine: surrounding.linesOf('front'),
  };
}
