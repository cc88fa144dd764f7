import 'reflect-metadata';
import { BadSettingError, runRole, settingsCatalogue, type Settings } from '@firstwrite/platform';
import { serveFront } from '@firstwrite/roles';

/** The one address of several roles, where no HAProxy is. */
runRole('front', async (surroundings) => {
  const { settings } = surroundings;
  const backends = {
    commands: required(settings, 'FIRSTWRITE_COMMANDS_URL'),
    queries: required(settings, 'FIRSTWRITE_QUERIES_URL'),
  };
  return { address: await serveFront(surroundings, backends) };
});

function required(settings: Settings, name: 'FIRSTWRITE_COMMANDS_URL' | 'FIRSTWRITE_QUERIES_URL'): string {
  const value = settings[name];
  if (value) return value;
  throw new BadSettingError(name, '', `it is required; allowed: ${settingsCatalogue[name].allowed}`);
}
