import type { MikroORM } from '@mikro-orm/postgresql';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { AuthChecker } from 'type-graphql';
import { authChecker } from './auth/access.js';
import { createAuthenticator } from './auth/authenticator.js';
import type { OwnClaims } from './auth/claims.js';
import { issueToken } from './auth/token.js';
import { authOf } from './auth-of.js';
import type { AuthConfig, Config } from './config.js';
import { closePool } from './database/connection/close-pool.js';
import { connect } from './database/connection/connect.js';
import type { EmbeddedAddress } from './database/embedded/address.js';
import { addAuditMonths, dropExpiredAuditMonths } from './database/audit/keep-audit-log.js';
import { knowCluster } from './database/connection/know-cluster.js';
import { openDatabase } from './database/connection/open-database.js';
import { PreparingClient } from './database/client/preparing-client.js';
import { purgeExpired } from './database/tenants/purge-expired.js';
import { StartupError } from './database/errors/startup-error.js';
import { closeHttp } from './http/close-http.js';
import { describeError } from './http/errors/error-description.js';
import { runOperation } from './http/operation/operation-transaction.js';
import { createHttpServer } from './http/server.js';
import { CatalogueWatch } from './jobs/catalogue-watch.js';
import { tellJobStates } from './jobs/job-states.js';
import { tellMigrations } from './jobs/tell-migrations.js';
import { tellSealing } from './jobs/tell-sealing.js';
import type { Job } from './jobs/job.js';
import { jobsOf } from './jobs/jobs-of.js';
import { Scheduler } from './jobs/scheduler.js';
import { Sealer } from './jobs/sealer.js';
import { showcase } from './modules/showcase.js';
import { buildSchema } from './schema/build-schema.js';
import { type Stop, stopInReverse, stopTogether } from './stopping.js';
import { mostChanges, withBounds } from './versioning/index.js';

/** A server that takes requests. */
export interface RunningServer {
  /** Without a path: http://127.0.0.1:4000 */
  readonly url: string;
  readonly orm: MikroORM;
  /** With what tokens are checked, and issued where that is possible. */
  readonly auth: AuthConfig;
  /** How to reach the embedded PostgreSQL, where there is one. */
  readonly embedded?: EmbeddedAddress;
  /**
   * Takes no more requests, lets those in flight finish, and stops what was started. What has not finished in a few
   * seconds is cancelled.
   */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly logger: Logger;
  /** Ends the start, wherever it is, with its reason; what was started until then is stopped. Means nothing afterwards. */
  readonly signal?: AbortSignal;
  /** Runs once the database is ready and before requests are taken. */
  readonly prepare?: (server: Pick<RunningServer, 'orm' | 'embedded'>) => Promise<void>;
  /** Makes the token with which GraphiQL is signed in on this machine; where absent, it asks to sign in. */
  readonly graphiqlToken?: (server: Pick<RunningServer, 'orm' | 'auth' | 'embedded'>) => Promise<string | undefined>;
  /** Makes a token for the code of a link that signs in to the console; where absent, there are no such links. */
  readonly redeemCode?: (
    code: string,
    server: Pick<RunningServer, 'orm' | 'auth' | 'embedded'>,
  ) => Promise<string | undefined>;
}

/**
 * Puts the server together and starts it: database, schema, HTTP.
 *
 * @throws {ConfigError} where tokens could not be checked
 * @throws {StartupError} where the database or the port cannot be had
 */
export async function startServer(
  config: Config,
  { logger, signal, prepare, graphiqlToken, redeemCode }: StartOptions,
): Promise<RunningServer> {
  if (config.databaseUrl !== undefined) {
    // Refused before anything is started.
    await authOf(config);
  }
  // What was started is stopped in reverse, also where a later step fails.
  const stops: Stop[] = [];
  const cut = new AbortController();
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= stopInReverse(stops, cut));
  try {
    // Messages of errors hold values of records, which the log does not.
    const jobLogger = logger.child({}, { serializers: { err: describeError } });
    // Only so far: what works for longer than the start would be ended with it.
    const {
      url: databaseUrl,
      embedded,
      auth,
      orm,
      watch,
    } = await withBounds({ ...(signal && { signal }) }, async () => {
      const database = await openDatabase(config);
      stops.push(database.close);
      const auth = await authOf(config);
      const { url } = database;
      const { pool, timeouts, retention } = config;
      const orm = await connect({ url, pool, timeouts, retention });
      stops.push(() => closePool(orm));
      await knowCluster(orm);
      const embedded = database.embedded && { embedded: database.embedded };
      await prepare?.({ orm, ...embedded });
      const watch = new CatalogueWatch(orm, jobLogger);
      await watch.check();
      return { url, embedded, auth, orm, watch };
    });
    const jobContext = { orm, url: databaseUrl, logger: jobLogger, cut: cut.signal };
    const scheduler = new Scheduler(jobContext, jobsOfServer(orm, config));
    PreparingClient.names.onRefusal = (code) =>
      logger.warn(
        { code },
        'PostgreSQL does not know the statements that were prepared, as behind a pooler that mixes connections; none is prepared any more, and each takes longer.',
      );
    const sealer = new Sealer(jobContext);
    const health = {
      catalogue: () => watch.state,
      areStatementsPrepared: () => !PreparingClient.names.areRefused,
      jobs: () => tellJobStates(orm, jobLogger),
      sealing: () => tellSealing(orm, jobLogger),
      migrations: () => tellMigrations(orm, jobLogger),
    };
    const schema = await buildSchema(authChecker as AuthChecker<never>);
    const authenticate = createAuthenticator(auth);
    const tokens = auth.secret !== undefined && { issueToken: (claims: OwnClaims) => issueToken(auth, claims) };
    const { examples } = showcase;
    const graphiql = { examples, ...(graphiqlToken && { token: () => graphiqlToken({ orm, auth, ...embedded }) }) };
    const links = redeemCode && { redeem: (code: string) => redeemCode(code, { orm, auth, ...embedded }) };
    const served = { config, schema, orm, health, mostChanges: await mostChanges(orm.em.fork()) };
    const options = { ...served, authenticate, ...tokens, logger, runOperation, graphiql, console: links ?? {} };
    const app = await createHttpServer({ ...options, stopping: cut.signal });
    signal?.throwIfAborted();
    // At once: a job that takes its time must not keep the door open.
    stops.push(
      stopTogether(
        () => closeHttp(app, cut.signal),
        () => watch.stop(),
        () => scheduler.stop(),
        () => sealer.stop(),
      ),
    );
    const url = await listen(app, config.http);
    watch.start();
    scheduler.start();
    sealer.start();
    return { url, orm, auth, ...embedded, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the server does by itself. */
export function jobsOfServer(orm: MikroORM, { purgeSchedule }: Pick<Config, 'purgeSchedule'>): Job[] {
  const maintenance = {
    auditMonthsAdded: () => addAuditMonths(orm),
    auditMonthsDropped: () => dropExpiredAuditMonths(orm),
  };
  return jobsOf({ maintenance, purge: (signal) => purgeExpired(orm, { signal }) }, purgeSchedule);
}

async function listen(app: FastifyInstance, { port, host }: Config['http']): Promise<string> {
  try {
    const address = await app.listen({ port, host });
    // Where it listens everywhere, it is shown under a name that can be opened.
    return address.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    switch (code) {
      case 'EADDRINUSE':
        throw new StartupError(`Port ${port} is in use by another program; stop that, or choose another PORT.`);
      case 'EACCES':
        throw new StartupError(`This account may not listen on port ${port}; choose a PORT of 1024 or above.`);
      case 'EADDRNOTAVAIL':
      case 'ENOTFOUND':
        throw new StartupError(`HOST ${host} is not an address of this machine.`);
      default:
        throw error;
    }
  }
}
