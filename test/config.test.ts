import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../src/config.js';

const url = 'postgresql://server:hunter2hunter2@db.example:5432/palimpsest';
const secret = 'thirty-two characters are enough.';

describe('settings', () => {
  it('have defaults that need nothing but a folder', () => {
    expect(readConfig({})).toEqual({
      http: { port: 4000, host: '127.0.0.1', trustedProxies: [], origins: [] },
      dataDir: '.data',
      databaseUrl: undefined,
      migrationDatabaseUrl: undefined,
      auth: { secret: undefined, jwksUrl: undefined, issuer: undefined, audience: undefined },
      logLevel: 'info',
      production: false,
      console: true,
      graphiql: true,
      underNpm: false,
      limits: {
        depth: 15,
        aliases: 50,
        tokens: 20_000,
        cost: 20_000,
        answerBytes: 33_554_432,
        answerTimeoutMs: 20_000,
        bodyBytes: 4_194_304,
        anonymousBodyBytes: 65_536,
        bodyValues: 100_000,
      },
      pool: { size: 10, timeoutMs: 5000 },
      timeouts: { operationMs: 15_000, statementMs: 30_000, transactionMs: 60_000, lockMs: 5000, idleMs: 30_000 },
      retention: {},
      purgeSchedule: '17 * * * *',
    });
  });

  it('switch the purge off by a word', () => {
    expect(readConfig({ PURGE_SCHEDULE: 'off' })).not.toHaveProperty('purgeSchedule');
    expect(readConfig({ PURGE_SCHEDULE: '0 3 * * sun' }).purgeSchedule).toBe('0 3 * * sun');
  });

  it.each(['hunter2hunter2', '61 * * * *', '0 0 30 2 *', '* * * * * *', '@hourly', '2127-01-01T00:00:00', '* * * *'])(
    'refuse the purge schedule %s in one sentence',
    (schedule) => {
      const reading = () => readConfig({ PURGE_SCHEDULE: schedule });
      expect(reading).toThrow(ConfigError);
      expect(reading).toThrow(
        'PURGE_SCHEDULE must be off, or five fields of cron (minute, hour, day, month, weekday; in UTC) like 17 * * * *.',
      );
    },
  );

  it('cannot be changed once they are read', () => {
    const config = readConfig({});
    expect(() => Object.assign(config.http, { port: 1 })).toThrow(TypeError);
    expect(() => Object.assign(config, { dataDir: '' })).toThrow(TypeError);
  });

  it('count as not set when they are empty', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '', AUTH_JWT_SECRET: '' })).toEqual(readConfig({}));
  });

  it('listen to all the world in production only', () => {
    expect(readConfig({ NODE_ENV: 'production' }).http.host).toBe('0.0.0.0');
    expect(readConfig({ NODE_ENV: 'production', HOST: '::1' }).http.host).toBe('::1');
  });

  it.each<[string, Record<string, string>, string]>([
    ['a port that is no number', { PORT: 'http' }, 'PORT must be a whole number.'],
    ['a port that does not exist', { PORT: '70000' }, 'PORT must be between 0 and 65535.'],
    [
      'a proxy that is no address',
      { TRUST_PROXY: '10.0.0.0/8, proxy.example' },
      'TRUST_PROXY must be a list of addresses or networks like 10.0.0.0/8, parted by commas.',
    ],
    [
      'a retention that is no list of rules',
      { RETENTION: 'Post=30' },
      'RETENTION must be a list like Post.trashDays=30,Post.historyDays=forever.',
    ],
    ['a negative number', { POOL_SIZE: '-1' }, 'POOL_SIZE must be a whole number.'],
    ['a limit of nothing', { MAX_TOKENS: '0' }, 'MAX_TOKENS must be between 1 and 10000000.'],
    [
      'a URL of another database',
      { DATABASE_URL: 'mysql://a:hunter2hunter2@b/c' },
      'DATABASE_URL must look like postgresql://user:password@host:5432/database.',
    ],
    [
      'something that is no URL',
      { DATABASE_URL: 'foo' },
      'DATABASE_URL must look like postgresql://user:password@host:5432/database.',
    ],
    [
      'a port that no URL can have',
      { DATABASE_URL: 'postgresql://u:hunter2@h:99999/d' },
      'DATABASE_URL must look like postgresql://user:password@host:5432/database.',
    ],
    [
      'a URL with a lone percent sign',
      { DATABASE_URL: 'postgresql://u:hunter2%@h/d' },
      'DATABASE_URL must have its special characters written as %40 and the like.',
    ],
    ['a URL without a user', { DATABASE_URL: 'postgresql://db/c' }, 'DATABASE_URL must name the user to connect as.'],
    ['a URL without a database', { DATABASE_URL: 'postgresql://a@b' }, 'DATABASE_URL must name the database.'],
    [
      'an owner without a server',
      { MIGRATION_DATABASE_URL: url },
      'MIGRATION_DATABASE_URL is set but DATABASE_URL is not; set both or neither.',
    ],
    ['a short secret', { AUTH_JWT_SECRET: 'hunter2hunter2' }, 'AUTH_JWT_SECRET must have at least 32 characters.'],
    [
      'two ways to check tokens',
      { AUTH_JWT_SECRET: secret, AUTH_JWKS_URL: 'https://issuer.example/keys' },
      'AUTH_JWT_SECRET and AUTH_JWKS_URL are both set; set only one of them.',
    ],
    [
      'keys without an audience',
      { AUTH_JWKS_URL: 'https://issuer.example/keys' },
      'AUTH_AUDIENCE is missing; with AUTH_JWKS_URL it is required',
    ],
    ['keys from a file', { AUTH_JWKS_URL: 'file:///keys' }, 'AUTH_JWKS_URL must be an http or https URL.'],
    [
      'an unknown log level',
      { LOG_LEVEL: 'loud' },
      'LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent.',
    ],
    ['an unknown environment', { NODE_ENV: 'staging' }, 'NODE_ENV must be development, production or test.'],
  ])('refuse %s in one sentence that repeats no value', (_, env, sentence) => {
    const reading = () => readConfig(env);
    expect(reading).toThrow(ConfigError);
    expect(reading).toThrow(sentence);
    expect(reading).not.toThrow(/hunter2/);
  });

  it('are taken as they are given', () => {
    const env = { DATABASE_URL: url, MIGRATION_DATABASE_URL: url, AUTH_JWT_SECRET: secret, AUTH_ISSUER: 'me' };
    expect(readConfig(env)).toMatchObject({
      databaseUrl: url,
      migrationDatabaseUrl: url,
      auth: { secret, issuer: 'me' },
    });
  });
});
