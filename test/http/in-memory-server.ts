import { MikroORM } from '@mikro-orm/postgresql';
import type { FastifyInstance } from 'fastify';
import { buildSchema, execute, GraphQLError, type GraphQLScalarType, type GraphQLSchema } from 'graphql';
import { pino } from 'pino';
import { readConfig } from '../../src/config.js';
import { AccessRefused } from '../../src/auth/auth-error.js';
import { createAuthenticator } from '../../src/auth/authenticator.js';
import { credentialOf } from '../../src/auth/credential.js';
import { issueToken } from '../../src/auth/token.js';
import type { RunOperation } from '../../src/http/operation/operation-request.js';
import type { RequestContext } from '../../src/http/request/request-context.js';
import { createHttpServer, type HttpServerOptions } from '../../src/http/server.js';
import { DateTimeScalar } from '../../src/versioning/graphql/scalars/date-time-scalar.js';
import { JSONScalar } from '../../src/versioning/graphql/scalars/json-scalar.js';
import { DomainError } from '../../src/versioning/errors/domain-error.js';
import { databaseError } from '../support/database-error.js';

const secret = 'a secret of at least thirty-two characters';
export const userId = '0197f3a0-0000-7000-8000-000000000001';
export const organizationId = '0197f3a0-0000-7000-8000-000000000002';

const typeDefs = `
  scalar DateTime
  scalar JSON
  type Query {
    hello(name: String = "world"): String!
    whoami: String
    fail(with: String!): String
    echo(value: JSON): JSON
    at(time: DateTime!): DateTime
    posts(first: Int, after: String, last: Int, before: String, filter: PostFilter): PostConnection!
    chain: Post
    signIns(any: [Loose]): Boolean
  }
  type Mutation { signIn(input: SignInInput!): Boolean! createPost(title: String!, more: JSON): Post! }
  input Loose { any: Boolean }
  input PostFilter { title: String titles: [String!] and: [PostFilter!] or: [PostFilter!] not: PostFilter }
  input SignInInput { organization: String! email: String! password: String! remember: Boolean = false }
  type Post { id: ID! title: String search(value: JSON): Boolean comments(first: Int = 5, last: Int): PostConnection! parent: Post }
  type PostEdge { cursor: String! node: Post! }
  type PostConnection { edges: [PostEdge!]! nodes: [Post!]! totalCount: Int! }
`;

const empty = { edges: [], nodes: [], totalCount: 0 };
const post = { id: '1', title: 'a title', comments: empty };
const failedStatement = databaseError('insert into "user" (name) values (\'canary-5d1\') - value too long', '22001', {
  table: 'user',
});

/** Every kind of failure that a resolver can have, by name. */
const failures: Record<string, () => never> = {
  domain: () => {
    throw new DomainError('NOT_FOUND', 'There is no such post.', { entityType: 'Post' });
  },
  suggesting: () => {
    throw new DomainError('BAD_USER_INPUT', 'There is no such stage. Did you mean "Won"?');
  },
  unknown: () => {
    throw new Error('a setting is "canary-5d1"');
  },
  graphql: () => {
    throw new GraphQLError('canary-5d1', { extensions: { code: 'SOMETHING', canary: 'canary-5d1' } });
  },
  driver: () => {
    throw failedStatement;
  },
  refused: () => {
    throw new AccessRefused('FORBIDDEN', 'The role VIEWER may not do this.');
  },
  timeout: () => {
    throw new Error('wrapped', { cause: databaseError('canceling statement', '57014') });
  },
  lock: () => {
    throw databaseError('lock timeout', '55P03');
  },
  pool: () => {
    throw new Error('timeout exceeded when trying to connect');
  },
  network: () => {
    throw Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:5432'), { code: 'ECONNREFUSED' });
  },
  nul: () => {
    throw databaseError('invalid message format', '08P01');
  },
};

const rootValue = {
  hello: ({ name }: { name: string }) => `Hello ${name}`,
  whoami: (_args: unknown, { claims }: RequestContext) => claims?.userId ?? null,
  fail: (args: { with: string }) => failures[args.with]?.(),
  echo: ({ value }: { value: unknown }) => value,
  at: ({ time }: { time: string }) => time,
  posts: () => empty,
  chain: post,
  signIn: () => true,
  createPost: ({ title }: { title: string }) => ({ ...post, title }),
};

/** Executes without a database; what fails rolls back nothing but still leaves no data. */
export const runInMemory: RunOperation = async ({ schema, document, operation, variables, context }) => {
  const result = await execute({
    schema,
    document,
    rootValue,
    operationName: operation.name?.value,
    variableValues: variables,
    contextValue: context,
  });
  return result.errors ? { ...result, data: null } : result;
};

export function testSchema(): GraphQLSchema {
  const schema = buildSchema(typeDefs);
  Object.assign(schema.getType('DateTime') as GraphQLScalarType, methodsOf(DateTimeScalar));
  Object.assign(schema.getType('JSON') as GraphQLScalarType, methodsOf(JSONScalar));
  return schema;
}

function methodsOf({ serialize, parseValue, parseLiteral }: GraphQLScalarType) {
  return { serialize, parseValue, parseLiteral };
}

export interface InMemoryServer {
  app: FastifyInstance;
  url: string;
  lines: Record<string, unknown>[];
  bearer: (ttlSeconds?: number) => Promise<string>;
  /** Posts an operation as `application/graphql-response+json` unless told otherwise. */
  post: (body: unknown, headers?: Record<string, string>) => Promise<Answer>;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: { data?: Record<string, unknown> | null; errors?: AnsweredError[] };
}

export interface AnsweredError {
  message: string;
  path?: unknown[];
  locations?: unknown[];
  extensions: Record<string, unknown> & { code: string };
}

/** A server on a free port, with a schema that needs no database, and everything that it logged. */
export async function startInMemoryServer(options: Partial<HttpServerOptions> = {}): Promise<InMemoryServer> {
  const lines: Record<string, unknown>[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const app = await createHttpServer({
    config: readConfig({}),
    schema: testSchema(),
    orm: unreachableOrm(),
    mostChanges: 1,
    health: {
      catalogue: () => ({ checkedAt: null, problems: [] }),
      areStatementsPrepared: () => true,
      // There is no database.
      jobs: async () => undefined,
      sealing: async () => undefined,
      migrations: async () => undefined,
    },
    authenticate: createAuthenticator({ secret }),
    logger,
    runOperation: runInMemory,
    ...options,
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    app,
    url,
    lines,
    async bearer(ttlSeconds) {
      const claims = { userId, organizationId, credential: credentialOf(null) };
      return `Bearer ${(await issueToken({ secret }, claims, ttlSeconds)).token}`;
    },
    async post(body, headers = {}) {
      return answerOf(
        await fetch(`${url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
          body: typeof body === 'string' || Buffer.isBuffer(body) ? (body as BodyInit) : JSON.stringify(body),
        }),
      );
    },
  };
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: JSON.parse(text) as Answer['json'] };
}

/** An ORM whose database nobody listens for. */
function unreachableOrm(): MikroORM {
  return new MikroORM({
    clientUrl: 'postgresql://nobody@127.0.0.1:1/none',
    entities: [],
    discovery: { warnWhenNoEntities: false },
  });
}
