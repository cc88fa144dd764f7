import { maskedUrl, readSettings, settingsCatalogue } from '@firstwrite/platform';

/** A setting as it is in force. */
export interface SettingRow {
  readonly name: string;
  /** null: the setting has no value; `meaning` says what that means. */
  readonly value: string | number | null;
  readonly from: 'set' | 'default';
  readonly allowed: string;
  readonly meaning: string;
}

/**
 * Every setting, in the catalogue's order, without secrets. @throws BadSettingError for the first that is not allowed
 */
export function settingRows(environment: NodeJS.ProcessEnv): SettingRow[] {
  const settings: Readonly<Record<string, string | number | undefined>> = readSettings(environment);
  return Object.entries(settingsCatalogue).map(([name, { allowed, meaning }]) => ({
    name,
    value: shown(settings[name]),
    from: environment[name] ? 'set' : 'default',
    allowed,
    meaning,
  }));
}

function shown(value: string | number | undefined): string | number | null {
  if (value === undefined) return null;
  return typeof value === 'string' && value.includes('://') ? maskedUrl(value) : value;
}
