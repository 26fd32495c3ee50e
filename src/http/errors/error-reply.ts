import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { drainBody } from '../request/drain-body.js';
import { formatError, refusalOf } from './format-error.js';
import { negotiatedStatus } from './http-status.js';
import type { RequestRecords } from '../log/request-record.js';
import { refusedStatus, UnreadableRequest } from '../request/unreadable-request.js';
import { errorCodes } from '../../versioning/index.js';

const json = 'application/json; charset=utf-8';

/** Answers what fails outside of Apollo in the same form as Apollo answers. */
export function replyToErrors(app: FastifyInstance, records: RequestRecords, logger: Logger): void {
  app.setErrorHandler(async (error, request, reply) => {
    const record = records.of(request);
    const formatted = formatError(error, record, logger);
    const status = refusedStatus(error) ?? errorCodes[refusalOf(error).code].status;
    await drainBody(request.raw);
    return reply
      .code(negotiatedStatus(status, record, request.headers.accept, json))
      .type(json)
      .send({ errors: [formatted] });
  });

  app.setNotFoundHandler(async () => {
    throw new UnreadableRequest(404, 'There is nothing here; the API is at /graphql.');
  });
}
