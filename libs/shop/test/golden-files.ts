import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SHOP = join(__dirname, '..');

/** One event as a store keeps it, in the file `<Event>.v<n>.json` beside the schema that reads it. */
export interface GoldenFile {
  readonly file: string;
  readonly stored: { readonly type: string; readonly data: Record<string, unknown> };
}

/** Every golden file of the shop's events, of every kind of stream. */
export const goldenFiles: readonly GoldenFile[] = readdirSync(SHOP)
  .map((thing) => join(SHOP, thing, 'stored/golden'))
  .filter((directory) => existsSync(directory))
  .flatMap((directory) =>
    readdirSync(directory).map((file) => ({
      file,
      stored: JSON.parse(readFileSync(join(directory, file), 'utf8')) as GoldenFile['stored'],
    })),
  );
