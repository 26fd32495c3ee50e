import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { refusalOf } from './format-error.js';
import { errorCodes } from '../../versioning/index.js';

/**
 * Wraps what ended a request before it was executed, so that Apollo answers with the right HTTP status: it takes status
 * and headers from an error's extensions.
 *
 * @param error anything that was thrown
 */
export function requestError(error: unknown): GraphQLError {
  const { code, message } = refusalOf(error);
  const headers = new HeaderMap();
  if (code === 'UNAUTHENTICATED') headers.set('www-authenticate', 'Bearer error="invalid_token"');
  const extensions: Record<string, unknown> = { http: { status: errorCodes[code].status, headers } };
  return new GraphQLError(message, {
    originalError: error instanceof Error ? error : undefined,
    extensions,
  });
}
