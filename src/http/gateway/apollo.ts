import { ApolloServer, type ApolloServerOptionsWithGateway } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { printSchema, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { CheckedSources } from '../limits/checked-sources.js';
import { emptyOperationName } from './empty-operation-name.js';
import { knownDocuments } from './known-documents.js';
import type { RequestContext } from '../request/request-context.js';

type GatewayInterface = ApolloServerOptionsWithGateway<RequestContext>['gateway'];

/** What Apollo calls to execute a document that it has parsed and validated. */
export type GatewayExecutor = NonNullable<Awaited<ReturnType<GatewayInterface['load']>>['executor']>;

/** Of validation; more would only repeat that the caller has another schema in mind. */
const maxErrors = 20;

export interface ApolloOptions {
  schema: GraphQLSchema;
  executor: GatewayExecutor;
  sources: CheckedSources;
  formatError: (error: unknown) => GraphQLFormattedError;
  production: boolean;
  logger: Logger;
}

/** Starts Apollo: it parses, validates and answers; what is executed, and how, is up to the executor. */
export async function startApollo(options: ApolloOptions): Promise<ApolloServer<RequestContext>> {
  const { schema, executor, sources, formatError, production, logger } = options;
  const apollo = new ApolloServer<RequestContext>({
    gateway: gatewayTo(schema, executor),
    formatError: (_formatted, error) => formatError(error),
    introspection: !production,
    hideSchemaDetailsFromClientErrors: production,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    // A cache of queries would live in one process only.
    persistedQueries: false,
    documentStore: null,
    validationOptions: { maxErrors },
    stopOnTerminationSignals: false,
    logger,
    plugins: [
      emptyOperationName,
      knownDocuments(sources),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await apollo.start();
  return apollo;
}

/** Apollo gives the execution away only to a gateway, so the schema and the executor come as one. */
function gatewayTo(schema: GraphQLSchema, executor: GatewayExecutor): GatewayInterface {
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: schema, coreSupergraphSdl: printSchema(schema) });
      return () => undefined;
    },
    load: async () => ({ executor }),
    stop: async () => undefined,
  };
}
