import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Callers } from '../request/callers.js';
import type { GatewayExecutor } from './apollo.js';
import type { CheckedSources } from '../limits/checked-sources.js';
import { DirectAnswers } from './direct-answers.js';
import { negotiatedStatus } from '../errors/http-status.js';
import type { Metrics } from '../health/metrics.js';
import type { RequestContext } from '../request/request-context.js';
import { requestError } from '../errors/request-error.js';
import { guardRequest } from './request-guard.js';
import type { RequestRecords } from '../log/request-record.js';
import { cutSlowReader } from './slow-readers.js';

export interface GraphqlRouteOptions {
  apollo: ApolloServer<RequestContext>;
  callers: Callers;
  records: RequestRecords;
  metrics: Metrics;
  sources: CheckedSources;
  /** Executes an operation, as Apollo lets it. */
  executor: GatewayExecutor;
  answerTimeoutMs: number;
}

/** The API itself. Methods other than GET and POST come here too, because Apollo says best what is allowed. */
export function addGraphqlRoute(app: FastifyInstance, options: GraphqlRouteOptions): void {
  const { callers, records, metrics, sources, answerTimeoutMs } = options;
  const direct = new DirectAnswers(options);
  const answer = fastifyApolloHandler(options.apollo, {
    context: async (request) => {
      try {
        const context = callers.contextOf(request);
        records.of(request).tenant = context.claims?.organizationId;
        return context;
      } catch (error) {
        throw requestError(error);
      }
    },
  });

  app.route({
    method: ['GET', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'],
    url: '/graphql',
    onRequest: async (request, reply) => {
      // Before anything is waited for, or a client that leaves meanwhile would have left unseen.
      onceOver(request, reply, () => {
        records.of(request).release();
        if (!reply.raw.writableFinished) records.of(request).abandon();
      });
      await callers.find(request);
    },
    preHandler: async (request) => guardRequest(request, sources),
    onSend: async (_request, reply, payload) => {
      const bytes = typeof payload === 'string' ? payload.length : 0;
      cutSlowReader(reply.raw, answerTimeoutMs, bytes);
      return payload;
    },
    handler: async (request, reply) => {
      const body: unknown = await records.during(request, async () => {
        const answered = await direct.answer(request, reply);
        if (answered !== undefined) return answered;
        const byApollo: unknown = await answer.call(app, request, reply);
        direct.note(request, reply);
        return byApollo;
      });
      const { accept } = request.headers;
      void reply.header('cache-control', 'no-store');
      void reply.code(negotiatedStatus(reply.statusCode, records.of(request), accept, reply.getHeader('content-type')));
      return body;
    },
    onResponse: async (request, reply) => metrics.count(records.of(request), reply.elapsedTime),
  });
}

/**
 * Calls once the answer has been sent or the connection is gone: an answer in line behind another never hears of that.
 */
function onceOver({ raw: { socket } }: FastifyRequest, { raw: response }: FastifyReply, call: () => void): void {
  const over = () => {
    socket.off('close', over);
    response.off('close', over);
    call();
  };
  socket.once('close', over);
  response.once('close', over);
}
