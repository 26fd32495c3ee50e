import { z } from 'zod';
import {
  entriesOf,
  isNetwork,
  isOrigin,
  isSchedule,
  megabyte,
  milliseconds,
  postgresUrl,
  retentionEntry,
  wholeNumber,
} from './config/setting-form.js';

/** A setting that is missing or malformed. The message is one sentence that names the setting and never its value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const Settings = z.object({
  PORT: wholeNumber(0, 65_535).default(4000),
  HOST: z.string().optional(),
  CORS_ORIGINS: z
    .string()
    .refine(
      (list) => entriesOf(list).every(isOrigin),
      'must be a list of origins like https://app.example, parted by commas',
    )
    .optional(),
  CONSOLE: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  GRAPHIQL: z.enum(['on', 'off'], { error: 'must be on or off' }).optional(),
  TRUST_PROXY: z
    .string()
    .refine(
      (list) => entriesOf(list).every(isNetwork),
      'must be a list of addresses or networks like 10.0.0.0/8, parted by commas',
    )
    .optional(),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: postgresUrl.optional(),
  MIGRATION_DATABASE_URL: postgresUrl.optional(),
  AUTH_JWT_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  AUTH_JWKS_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  AUTH_ISSUER: z.string().optional(),
  AUTH_AUDIENCE: z.string().optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be fatal, error, warn, info, debug, trace or silent',
    })
    .default('info'),
  NODE_ENV: z
    .enum(['development', 'production', 'test'], { error: 'must be development, production or test' })
    .default('development'),
  npm_lifecycle_event: z.string().optional(),
  MAX_DEPTH: wholeNumber(1, 1000).default(15),
  MAX_ALIASES: wholeNumber(0, 100_000).default(50),
  MAX_TOKENS: wholeNumber(1, 10_000_000).default(20_000),
  MAX_COST: wholeNumber(1, 1_000_000_000).default(20_000),
  MAX_ANSWER_BYTES: wholeNumber(1, 1024 * megabyte).default(32 * megabyte),
  ANSWER_TIMEOUT_MS: milliseconds.default(20_000),
  MAX_BODY_BYTES: wholeNumber(1, 1024 * megabyte).default(4 * megabyte),
  MAX_ANONYMOUS_BODY_BYTES: wholeNumber(1, 1024 * megabyte).default(megabyte / 16),
  MAX_BODY_VALUES: wholeNumber(1, 1_000_000_000).default(100_000),
  POOL_SIZE: wholeNumber(1, 1000).default(10),
  POOL_TIMEOUT_MS: milliseconds.default(5000),
  OPERATION_TIMEOUT_MS: milliseconds.default(15_000),
  STATEMENT_TIMEOUT_MS: milliseconds.default(30_000),
  TRANSACTION_TIMEOUT_MS: milliseconds.default(60_000),
  LOCK_TIMEOUT_MS: milliseconds.default(5000),
  IDLE_TIMEOUT_MS: milliseconds.default(30_000),
  RETENTION: z
    .string()
    .refine(
      (list) => entriesOf(list).every((entry) => retentionEntry.test(entry)),
      'must be a list like Post.trashDays=30,Post.historyDays=forever',
    )
    .optional(),
  PURGE_SCHEDULE: z
    .string()
    .refine(
      (value) => value === 'off' || isSchedule(value),
      'must be off, or five fields of cron (minute, hour, day, month, weekday; in UTC) like 17 * * * *',
    )
    .default('17 * * * *'),
});

/** How bearer tokens are checked: a shared secret, or the keys that a provider publishes. */
export interface AuthConfig {
  readonly secret?: string;
  readonly jwksUrl?: string;
  readonly issuer?: string;
  readonly audience?: string;
}

/** Everything that can be set from outside. Durations are in milliseconds. */
export interface Config {
  readonly http: {
    readonly port: number;
    readonly host: string;
    /** Addresses and networks whose X-Forwarded-For is believed. */
    readonly trustedProxies: readonly string[];
    /** Whose pages may use the API, besides this server's own. */
    readonly origins: readonly string[];
  };
  /** Folder of the embedded PostgreSQL and of the secrets made for it; unused where databaseUrl is set. */
  readonly dataDir: string;
  readonly databaseUrl?: string;
  readonly migrationDatabaseUrl?: string;
  readonly auth: AuthConfig;
  readonly logLevel: string;
  readonly production: boolean;
  /** Whether the console is served. */
  readonly console: boolean;
  /** Whether the page to try the API with is served. */
  readonly graphiql: boolean;
  /** Whether npm runs this process, as in `npm start`. */
  readonly underNpm: boolean;
  readonly limits: {
    readonly depth: number;
    readonly aliases: number;
    readonly tokens: number;
    readonly cost: number;
    /** What one operation may read and answer. */
    readonly answerBytes: number;
    /** How long a client may not read on, in milliseconds. */
    readonly answerTimeoutMs: number;
    readonly bodyBytes: number;
    readonly anonymousBodyBytes: number;
    /** Values that the JSON of a body may hold, keys included. */
    readonly bodyValues: number;
  };
  readonly pool: { readonly size: number; readonly timeoutMs: number };
  readonly timeouts: {
    readonly operationMs: number;
    readonly statementMs: number;
    readonly transactionMs: number;
    readonly lockMs: number;
    readonly idleMs: number;
  };
  /** Limits by entity and rule that override what the entities declare; null is for ever. */
  readonly retention: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  /** When the server purges, in cron's five fields and in UTC; undefined where it is not to. */
  readonly purgeSchedule?: string;
}

/**
 * Reads the settings, once, at the edge: nothing else in the project looks at the environment.
 *
 * @param env the environment; a variable that is set to nothing counts as not set
 * @throws {ConfigError} for the first setting that is malformed, or that contradicts another
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const parsed = Settings.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigError(`${issue?.path.join('.')} ${issue?.message}.`);
  }
  const settings = parsed.data;
  if (settings.MIGRATION_DATABASE_URL && !settings.DATABASE_URL) {
    throw new ConfigError('MIGRATION_DATABASE_URL is set but DATABASE_URL is not; set both or neither.');
  }
  if (settings.AUTH_JWT_SECRET && settings.AUTH_JWKS_URL) {
    throw new ConfigError('AUTH_JWT_SECRET and AUTH_JWKS_URL are both set; set only one of them.');
  }
  if (settings.AUTH_JWKS_URL && !settings.AUTH_AUDIENCE) {
    throw new ConfigError(
      'AUTH_AUDIENCE is missing; with AUTH_JWKS_URL it is required, or tokens that a provider issued for others would pass.',
    );
  }
  const production = settings.NODE_ENV === 'production';
  return deepFreeze({
    http: {
      port: settings.PORT,
      host: settings.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
      trustedProxies: entriesOf(settings.TRUST_PROXY ?? ''),
      origins: entriesOf(settings.CORS_ORIGINS ?? ''),
    },
    dataDir: settings.DATA_DIR,
    databaseUrl: settings.DATABASE_URL,
    migrationDatabaseUrl: settings.MIGRATION_DATABASE_URL,
    auth: {
      secret: settings.AUTH_JWT_SECRET,
      jwksUrl: settings.AUTH_JWKS_URL,
      issuer: settings.AUTH_ISSUER,
      audience: settings.AUTH_AUDIENCE,
    },
    logLevel: settings.LOG_LEVEL,
    production,
    console: settings.CONSOLE === 'on',
    graphiql: settings.GRAPHIQL === undefined ? !production : settings.GRAPHIQL === 'on',
    underNpm: settings.npm_lifecycle_event !== undefined,
    limits: {
      depth: settings.MAX_DEPTH,
      aliases: settings.MAX_ALIASES,
      tokens: settings.MAX_TOKENS,
      cost: settings.MAX_COST,
      answerBytes: settings.MAX_ANSWER_BYTES,
      answerTimeoutMs: settings.ANSWER_TIMEOUT_MS,
      bodyBytes: settings.MAX_BODY_BYTES,
      anonymousBodyBytes: settings.MAX_ANONYMOUS_BODY_BYTES,
      bodyValues: settings.MAX_BODY_VALUES,
    },
    pool: { size: settings.POOL_SIZE, timeoutMs: settings.POOL_TIMEOUT_MS },
    timeouts: {
      operationMs: settings.OPERATION_TIMEOUT_MS,
      statementMs: settings.STATEMENT_TIMEOUT_MS,
      transactionMs: settings.TRANSACTION_TIMEOUT_MS,
      lockMs: settings.LOCK_TIMEOUT_MS,
      idleMs: settings.IDLE_TIMEOUT_MS,
    },
    retention: retentionOf(settings.RETENTION ?? ''),
    ...(settings.PURGE_SCHEDULE !== 'off' && { purgeSchedule: settings.PURGE_SCHEDULE }),
  });
}

function retentionOf(list: string): Config['retention'] {
  const retention: Record<string, Record<string, number | null>> = {};
  for (const entry of entriesOf(list)) {
    const [, entity = '', rule = '', limit] = retentionEntry.exec(entry) ?? [];
    retention[entity] = { ...retention[entity], [rule]: limit === 'forever' ? null : Number(limit) };
  }
  return retention;
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null) {
      deepFreeze(inner);
    }
  }
  return Object.freeze(value);
}
