import {
  BadSettingError,
  settingsCatalogue,
  type RunningRole,
  type Settings,
  type Surroundings,
} from '@firstwrite/platform';
import { serveFront } from './serve-front';

/** Starts the role front: one address for command-api and query-api, where HAProxy is not installed. */
export async function startFront(surroundings: Surroundings): Promise<RunningRole> {
  const { settings } = surroundings;
  const backends = {
    commands: required(settings, 'FIRSTWRITE_COMMANDS_URL'),
    queries: required(settings, 'FIRSTWRITE_QUERIES_URL'),
  };
  return { address: await serveFront(surroundings, backends) };
}

function required(settings: Settings, name: 'FIRSTWRITE_COMMANDS_URL' | 'FIRSTWRITE_QUERIES_URL'): string {
  const value = settings[name];
  if (value) return value;
  throw new BadSettingError(name, '', `it is required; allowed: ${settingsCatalogue[name].allowed}`);
}
