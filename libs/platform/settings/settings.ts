import { z } from 'zod';

const integer = (min: number, max: number) =>
  z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(min).max(max));

const databaseUrl = z.string().regex(/^postgres(ql)?:\/\/\S+$/);

const httpUrl = z.string().regex(/^http:\/\/[^\s/?#]+$/);

/** The name of a region or an instance. */
const shortName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/);

interface Setting {
  readonly schema: z.ZodType<unknown, string | undefined>;
  readonly allowed: string;
  readonly meaning: string;
}

const setting = <Schema extends z.ZodType<unknown, string | undefined>>(
  schema: Schema,
  allowed: string,
  meaning: string,
) => ({ schema, allowed, meaning });

/** Every setting of the service: its meaning, the values that are allowed, and its default. */
export const settingsCatalogue = {
  PORT: setting(integer(0, 65_535).default(3000), '0 … 65535', 'the port that clients use; 0: any free one'),
  HOST: setting(z.string().min(1).default('127.0.0.1'), 'an address', 'the address to listen on'),
  DATABASE_URL: setting(
    databaseUrl.optional(),
    'postgres://user:password@host:port/database',
    'the primary; absent: embedded PostgreSQL in FIRSTWRITE_DATA_DIR',
  ),
  DATABASE_MIGRATION_URL: setting(
    databaseUrl.optional(),
    'postgres://user:password@host:port/database',
    "the same database as the schema's owner, when DATABASE_URL's user may not change it",
  ),
  FIRSTWRITE_DATA_DIR: setting(
    z.string().min(1).default('.firstwrite'),
    'a directory',
    'where embedded PostgreSQL keeps its data',
  ),
  FIRSTWRITE_TEMPLATE: setting(
    z.enum(['inception', 'scale-out']).default('inception'),
    'inception, scale-out',
    'which roles run: inception is every role in one process, scale-out a process for each, over Kafka',
  ),
  FIRSTWRITE_INSTANCE: setting(
    shortName.default('1'),
    '[a-z0-9][a-z0-9-]{0,31}',
    'which of the processes of its role this is; the same after a restart',
  ),
  FIRSTWRITE_VIEWS: setting(
    z.enum(['shared', 'own']).default('shared'),
    'shared, own',
    'what query-api answers from: the views that the projectors keep together, or views that it keeps for itself',
  ),
  FIRSTWRITE_COMMANDS_URL: setting(
    httpUrl.optional(),
    'http://host:port',
    'where the front sends commands: the command-api',
  ),
  FIRSTWRITE_QUERIES_URL: setting(
    httpUrl.optional(),
    'http://host:port',
    'where the front sends queries: the query-api',
  ),
  KAFKA_BROKERS: setting(
    z
      .string()
      .regex(/^[^\s,:]+:\d{1,5}(,[^\s,:]+:\d{1,5})*$/)
      .optional(),
    'host:port,host:port …',
    'where Kafka is; absent: no Kafka, projectors read the store itself',
  ),
  KAFKA_TOPIC_PARTITIONS: setting(
    integer(1, 1_000).default(6),
    '1 … 1000',
    'partitions of the topic: as many projectors can share the work; they can be added, never removed',
  ),
  KAFKA_TOPIC_REPLICAS: setting(integer(1, 9).default(1), '1 … 9', 'brokers that keep each message; 3 in production'),
  KAFKA_TOPIC_MIN_INSYNC_REPLICAS: setting(
    integer(1, 9).default(1),
    '1 … 9',
    'brokers that must have a message before it counts; 2 in production',
  ),
  KAFKA_TOPIC_RETENTION_HOURS: setting(
    integer(1, 876_000).default(168),
    '1 … 876000',
    'how long the topic keeps messages; later consumers read the store',
  ),
  FIRSTWRITE_REGION: setting(
    shortName.default('local'),
    '[a-z0-9][a-z0-9-]{0,31}',
    'the region of the store, fixed when it is created',
  ),
  LOG_LEVEL: setting(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    'fatal, error, warn, info, debug, trace, silent',
    'the least severe level that is logged; requests are logged at debug',
  ),
  READ_WAIT_MS_MAX: setting(
    integer(0, 60_000).default(2_000),
    '0 … 60000',
    'how long a read waits for the freshness it was asked for',
  ),
  LANE_QUEUE_MAX: setting(
    integer(10, 1_000_000).default(10_000),
    '10 … 1000000',
    'commands that may wait; above 0.8 of it new ones get 429',
  ),
  IDEMPOTENCY_WAIT_MS_MAX: setting(
    integer(1, 60_000).default(10_000),
    '1 … 60000',
    'how long a request waits for an earlier one with the same key',
  ),
  IDEMPOTENCY_RETENTION_HOURS: setting(
    integer(0, 876_000).default(168),
    '0 … 876000',
    'how long keys of receipts, adjustments and changes are known; 0: for ever. Orders are known for ever',
  ),
} satisfies Record<string, Setting>;

type Catalogue = typeof settingsCatalogue;
/** Every setting by the name of its environment variable, checked, with defaults filled in. */
export type Settings = { readonly [Name in keyof Catalogue]: z.output<Catalogue[Name]['schema']> };

/** Whether a variable with the prefix of the settings is read only by the command line or the tests. */
const isReadElsewhere = (name: string) =>
  name === 'FIRSTWRITE_URL' || name === 'FIRSTWRITE_ORDER_LINES' || name.startsWith('FIRSTWRITE_TEST_');
/** Settings of templates that this build does not have. They are refused, not ignored. */
const OF_OTHER_TEMPLATES = ['DATABASE_REPLICA_URLS'];

/** A setting is unknown, or has a value that is not allowed. The message is one line. */
export class BadSettingError extends Error {
  readonly code = 'bad-setting';
  constructor(name: string, value: string, allowed: string) {
    super(`${name}="${value}" is not allowed: ${allowed}`);
  }
}

/** Returns DATABASE_URL, which a role that starts no database of its own requires. @throws BadSettingError */
export function requiredDatabaseUrl({ DATABASE_URL }: Settings): string {
  if (DATABASE_URL) return DATABASE_URL;
  throw new BadSettingError('DATABASE_URL', '', `it is required; allowed: ${settingsCatalogue.DATABASE_URL.allowed}`);
}

/** Reads and checks the settings. An empty value counts as absent. @throws BadSettingError */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  for (const [name, value] of Object.entries(environment)) {
    if (name.startsWith('FIRSTWRITE_') && !(name in settingsCatalogue) && !isReadElsewhere(name)) {
      throw new BadSettingError(name, value ?? '', `there is no such setting; "firstwrite config" lists them`);
    }
    if (value && OF_OTHER_TEMPLATES.includes(name)) {
      throw new BadSettingError(name, value, 'this build does not use it; unset it');
    }
  }
  const values = Object.entries(settingsCatalogue).map(([name, { schema, allowed }]: [string, Setting]) => {
    const value = environment[name] || undefined;
    const parsed = schema.safeParse(value);
    if (!parsed.success) throw new BadSettingError(name, value ?? '', `allowed: ${allowed}`);
    return [name, parsed.data] as const;
  });
  return Object.fromEntries(values) as Settings;
}
