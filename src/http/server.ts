import type { MikroORM } from '@mikro-orm/postgresql';
import { fastify, type FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { AnswersInFlight } from './log/answers-in-flight.js';
import { startApollo } from './gateway/apollo.js';
import { CheckedSources } from './limits/checked-sources.js';
import { acceptExactJson } from './request/body-parser.js';
import { replyToErrors } from './errors/error-reply.js';
import { Callers } from './request/callers.js';
import { allowOrigins } from './request/cors.js';
import { addConsoleRoutes, type ConsoleOptions } from './browser/console-route.js';
import { createExecutor } from './gateway/executor.js';
import { FairShare } from './limits/fair-share.js';
import { formatError } from './errors/format-error.js';
import { addGraphiqlRoute, type GraphiqlOptions } from './browser/graphiql-route.js';
import { addGraphqlRoute } from './gateway/graphql-route.js';
import type { Health } from './health/health.js';
import { addHealthRoutes } from './health/health-routes.js';
import { Metrics } from './health/metrics.js';
import { runOperation as runInTransaction } from './operation/operation-transaction.js';
import type { RunOperation } from './operation/operation-request.js';
import { createReadiness } from './health/readiness.js';
import { requestIdFrom, type Tokens } from './request/request-context.js';
import { logRequests } from './log/request-log.js';
import { RequestRecords } from './log/request-record.js';

/** In milliseconds, until a request has come in whole; else slow clients could hold all connections. */
const requestTimeout = 30_000;

export interface HttpServerOptions extends Tokens {
  config: Pick<Config, 'production' | 'console' | 'graphiql' | 'limits' | 'pool' | 'timeouts'> & {
    readonly http?: Pick<Config['http'], 'trustedProxies' | 'origins'>;
  };
  schema: GraphQLSchema;
  orm: MikroORM;
  health: Health;
  /** As many fields as one change of a record can change: what lists of them are counted by. */
  mostChanges: number;
  logger: Logger;
  /** How the console can be signed in to, besides by password and token. */
  console?: ConsoleOptions;
  /** What GraphiQL opens with. */
  graphiql?: GraphiqlOptions;
  /** Once it is aborted, operations under way are ended, with its reason. */
  stopping?: AbortSignal;
  /** Executes an operation; in a transaction unless told otherwise. */
  runOperation?: RunOperation;
}

/**
 * Builds the HTTP server: the API at /graphql, the console at /, GraphiQL at /graphiql, /healthz, /readyz and /metrics. It does not listen yet;
 * `close()` lets the requests in flight finish.
 */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const {
    config,
    schema,
    orm,
    health,
    mostChanges,
    authenticate,
    issueToken,
    logger,
    stopping,
    runOperation = runInTransaction,
  } = options;
  const { trustedProxies = [], origins = [] } = config.http ?? {};
  const callers = new Callers({ authenticate, logger, ...(issueToken && { issueToken }) });
  const records = new RequestRecords();
  const metrics = new Metrics(orm, health, logger);
  const sources = new CheckedSources(config.limits.tokens);
  const executor = createExecutor({
    schema,
    orm,
    health,
    limits: { ...config.limits, changes: mostChanges },
    deadlineMs: config.timeouts.operationMs,
    share: new FairShare({ size: config.pool.size, patienceMs: config.pool.timeoutMs }),
    inFlight: new AnswersInFlight(config.limits),
    ...(stopping && { stopping }),
    runOperation,
    records,
  });
  const apollo = await startApollo({
    schema,
    executor: async (operation) => {
      sources.noteValid(operation.source, operation.document);
      return executor(operation);
    },
    sources,
    formatError: (error) => formatError(error, records.current(), logger, { production: config.production, schema }),
    production: config.production,
    logger,
  });

  const app = fastify({
    requestTimeout,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    genReqId: (request) => requestIdFrom(request.headers['x-request-id']),
    // A request that was accepted is answered, also while the server is closing.
    return503OnClosing: false,
  });
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
  });
  app.addHook('onClose', async () => apollo.stop());
  acceptExactJson(app, { callers, limits: config.limits });
  replyToErrors(app, records, logger);
  logRequests(app, records, logger);
  await app.register(async (api) => {
    await allowOrigins(api, origins);
    addGraphqlRoute(api, {
      apollo,
      callers,
      records,
      metrics,
      sources,
      executor,
      answerTimeoutMs: config.limits.answerTimeoutMs,
    });
  });
  if (config.console) addConsoleRoutes(app, options.console ?? {});
  if (config.graphiql) addGraphiqlRoute(app, options.graphiql ?? { examples: [] });
  addHealthRoutes(app, createReadiness(orm, health), metrics);
  await app.ready();
  return app;
}
