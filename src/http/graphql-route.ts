import { HeaderMap, type ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Authenticate } from '../auth/authenticator.js';
import { refusalOf } from './format-error.js';
import { negotiatedStatus, statusOf } from './http-status.js';
import type { Metrics } from './metrics.js';
import { createRequestContext, type RequestContext } from './request-context.js';
import { guardRequest } from './request-guard.js';
import type { RequestRecords } from './request-record.js';

export interface GraphqlRouteOptions {
  apollo: ApolloServer<RequestContext>;
  authenticate: Authenticate;
  records: RequestRecords;
  metrics: Metrics;
  mostTokens: number;
}

/** The API itself. Methods other than GET and POST come here too, because Apollo says best what is allowed. */
export function addGraphqlRoute(app: FastifyInstance, options: GraphqlRouteOptions): void {
  const { authenticate, records, metrics, mostTokens } = options;
  const answer = fastifyApolloHandler(options.apollo, {
    context: async (request) => {
      const context = await authenticated(authenticate, {
        requestId: request.id,
        address: request.ip,
        authorization: request.headers.authorization,
      });
      records.of(request).tenant = context.principal?.organizationId;
      return context;
    },
  });

  app.route({
    method: ['GET', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'],
    url: '/graphql',
    preHandler: async (request) => guardRequest(request, mostTokens),
    handler: async (request, reply) => {
      const body: unknown = await records.during(request, async () => answer.call(app, request, reply));
      const { accept } = request.headers;
      void reply.header('cache-control', 'no-store');
      void reply.code(negotiatedStatus(reply.statusCode, records.of(request), accept, reply.getHeader('content-type')));
      return body;
    },
    onResponse: async (request, reply) => metrics.count(records.of(request), reply.elapsedTime),
  });
}

/** Apollo takes the HTTP status of an error from its extensions. */
async function authenticated(
  authenticate: Authenticate,
  request: { requestId: string; address: string; authorization: string | undefined },
): Promise<RequestContext> {
  try {
    return await createRequestContext(authenticate, request);
  } catch (error) {
    const { code, message } = refusalOf(error);
    const headers = new HeaderMap();
    if (code === 'UNAUTHENTICATED') headers.set('www-authenticate', 'Bearer error="invalid_token"');
    throw new GraphQLError(message, {
      originalError: error instanceof Error ? error : undefined,
      extensions: { http: { status: statusOf(code), headers } },
    });
  }
}
