import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';

export const REPOSITORY = resolve(__dirname, '../..');

interface Dependency {
  readonly condition: 'service_started' | 'service_healthy' | 'service_completed_successfully';
}

/** The parts of a compose service that our rules check. */
export interface ComposeService {
  readonly image: string;
  readonly profiles: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, Dependency>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly restart?: string;
  readonly stop_grace_period?: string;
  readonly container_name?: string;
  readonly read_only?: boolean;
}

/** The content of docker-compose.yml. */
export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/**
 * Reads the file as compose does without any variable: aliases are merged, and `${NAME:-default}` becomes its default.
 */
export function composeFile(path = resolve(REPOSITORY, 'docker-compose.yml')): ComposeFile {
  const parsed: unknown = parse(readFileSync(path, 'utf8'), { merge: true });
  return withDefaults(parsed) as ComposeFile;
}

function withDefaults(value: unknown): unknown {
  if (typeof value === 'string')
    return value.replace(/\$\{\w+(?::-([^}]*))?\}/g, (_, byDefault?: string) => byDefault ?? '');
  if (Array.isArray(value)) return value.map(withDefaults);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withDefaults(inner)]));
}

const OUR_IMAGE = 'firstwrite:local';

/** The services that run our image. */
export function ourServices({ services }: ComposeFile): readonly (readonly [name: string, service: ComposeService])[] {
  return Object.entries(services).filter(([, { image }]) => image === OUR_IMAGE);
}
