import type { FastifyRequest } from 'fastify';
import { DomainError, findUnstorable } from '../../versioning/index.js';
import { parseExactJson } from '../request/exact-json.js';
import type { CheckedSources } from '../limits/checked-sources.js';

/** Input objects and filters around a JSON value, which has its own limit of 100. */
const deepestVariables = 150;

/**
 * Refuses what must not reach the GraphQL parser or the coercion: documents that are too large, and variables that
 * cannot be held exactly. Whether the request has the right form at all is left to Apollo.
 *
 * @throws DomainError QUERY_TOO_COMPLEX or BAD_USER_INPUT
 */
export function guardRequest(request: FastifyRequest, sources: CheckedSources): void {
  const { queries, variables } = request.method === 'GET' ? inUrl(request.url) : inBody(request.body);
  for (const query of queries) {
    if (typeof query === 'string') sources.check(query);
  }
  for (const values of variables) {
    const sentence = values === undefined ? undefined : findUnstorable(values, 'variables', deepestVariables);
    if (sentence) throw new DomainError('BAD_USER_INPUT', sentence);
  }
}

interface Parts {
  queries: unknown[];
  variables: unknown[];
}

function inBody(body: unknown): Parts {
  if (typeof body !== 'object' || body === null) return { queries: [], variables: [] };
  return {
    queries: 'query' in body ? [body.query] : [],
    variables: 'variables' in body ? [body.variables] : [],
  };
}

function inUrl(url: string): Parts {
  const parameters = new URL(url, 'http://localhost').searchParams;
  return {
    queries: parameters.getAll('query'),
    variables: parameters.getAll('variables').map(parse),
  };
}

function parse(text: string): unknown {
  try {
    return parseExactJson(Buffer.from(text));
  } catch (error) {
    if (error instanceof RangeError) throw new DomainError('BAD_USER_INPUT', 'The variables are nested too deeply.');
    // Apollo parses them again and says that they are no JSON.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
