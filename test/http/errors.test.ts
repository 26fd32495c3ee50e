import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.js';
import { databaseError } from '../support/database-error.js';
import { organizationId, startInMemoryServer, type InMemoryServer } from './in-memory-server.js';

let server: InMemoryServer;

beforeAll(async () => {
  server = await startInMemoryServer();
});
afterAll(() => server.app.close());
beforeEach(() => void server.lines.splice(0));

const fail = (kind: string, headers?: Record<string, string>) =>
  server.post({ query: 'query Failing($with: String!) { fail(with: $with) }', variables: { with: kind } }, headers);
const linesOf = (level: number) => server.lines.filter((line) => line['level'] === level);

describe('an error of a resolver', () => {
  it('of our own keeps its code, message and details', async () => {
    const { status, json } = await fail('domain', { 'x-request-id': 'r1' });
    expect(status).toBe(200);
    expect(json).toEqual({
      data: null,
      errors: [
        {
          message: 'There is no such post.',
          locations: [{ line: 1, column: 33 }],
          path: ['fail'],
          extensions: { code: 'NOT_FOUND', entityType: 'Post', requestId: 'r1' },
        },
      ],
    });
    expect(linesOf(50)).toEqual([]);
  });

  it.each(['unknown', 'graphql', 'driver', 'nul'])('that is unknown is masked and logged once: %s', async (kind) => {
    const { text, json } = await fail(kind, { 'x-request-id': 'r2' });
    expect(json.errors).toEqual([
      {
        message: 'Internal server error',
        locations: expect.any(Array),
        path: ['fail'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'r2' },
      },
    ]);
    expect(text).not.toContain('canary');
    const logged = linesOf(50);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatchObject({ requestId: 'r2', operationName: 'Failing' });
    expect(JSON.stringify(logged[0]?.['error'])).toContain('in-memory-server');
  });

  it('never brings SQL, its values or other texts into the log', async () => {
    await fail('driver');
    await fail('unknown');
    expect(JSON.stringify(server.lines)).not.toContain('canary');
    expect(linesOf(50)[0]?.['error']).toMatchObject({ code: '22001', table: 'user' });
  });

  it('is logged once when it surfaces in several fields', async () => {
    const fields = Array.from({ length: 5 }, (_, i) => `f${i}: fail(with: "driver")`).join(' ');
    const { json } = await server.post({ query: `{ ${fields} }` });
    expect(json.errors).toHaveLength(5);
    expect(linesOf(50)).toHaveLength(1);
  });

  it.each([
    ['refused', 'FORBIDDEN'],
    ['timeout', 'TIMEOUT'],
    ['lock', 'TIMEOUT'],
    ['pool', 'UNAVAILABLE'],
    ['network', 'UNAVAILABLE'],
  ])('%s becomes %s', async (kind, code) => {
    const { json, text } = await fail(kind);
    expect(json.errors?.[0]?.extensions.code).toBe(code);
    expect(text).not.toContain('10.1.2.3');
  });
});

describe('a suggestion', () => {
  it('of an entity is told, also where those of the schema are not', async () => {
    const production = await startInMemoryServer({ config: readConfig({ NODE_ENV: 'production' }) });
    const { json } = await production.post({ query: '{ fail(with: "suggesting") }' });
    expect(json.errors?.[0]?.message).toBe('There is no such stage. Did you mean "Won"?');
    await production.app.close();
  });
});

describe('a failure of the whole operation', () => {
  it.each([
    [databaseError('x', '57P03'), 503, 'UNAVAILABLE'],
    [databaseError('x', '57014'), 504, 'TIMEOUT'],
    [new Error('canary'), 500, 'INTERNAL_SERVER_ERROR'],
    ['canary', 500, 'INTERNAL_SERVER_ERROR'],
  ])('has the HTTP status that fits', async (thrown, status, code) => {
    const failing = await startInMemoryServer({
      runOperation: async () => {
        throw thrown;
      },
    });
    const answer = await failing.post({ query: '{ hello }' });
    expect(answer.status).toBe(status);
    expect(answer.json.errors?.[0]?.extensions).toEqual({ code, requestId: expect.any(String) });
    expect(answer.text).not.toContain('canary');
    await failing.app.close();
  });
});

describe('a password', () => {
  const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) }';
  const input = { organization: 'acme', email: 'ada@acme.example', password: 'hunter2-secret' };

  it.each<[string, unknown]>([
    ['is a list', { ...input, password: ['hunter2-secret'] }],
    ['is an object', { ...input, password: { value: 'hunter2-secret' } }],
    ['stands beside an unknown field', { ...input, passwort: 'hunter2-secret' }],
    ['stands beside a missing field', { password: 'hunter2-secret' }],
    ['stands where the whole input should be', 'hunter2-secret'],
    ['stands beside a wrong type', { ...input, remember: 'hunter2-secret' }],
  ])('is not repeated when it %s', async (_what, variable) => {
    const answer = await server.post({ query: signIn, variables: { input: variable } });
    expect(answer.status).toBe(400);
    expect(answer.json.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(answer.json.errors?.[0]?.message).toContain('"$input"');
    expect(answer.text + JSON.stringify(server.lines)).not.toContain('hunter2');
  });

  it.each([
    'mutation { signIn(input: { organization: "a", email: "b", password: ["hunter2-secret"] }) }',
    'mutation { signIn(input: { organization: "a", email: "b", password: 42424242 }) }',
    'mutation { signIn(input: "hunter2-secret") }',
    'mutation { signIn(input: { password: "hunter2-secret" ) }',
    'mutation { signIn(input: { password: "a" "hunter2-secret" }) }',
    'mutation { signIn("hunter2-secret") }',
    'mutation ($e: String) { signIn(input: { organization: "a", email: $e, password: "hunter2-secret" }) }',
  ])('is not repeated from a literal in a document that is refused: %s', async (query) => {
    const answer = await server.post({ query });
    expect(answer.status).toBe(400);
    expect(answer.text + JSON.stringify(server.lines)).not.toMatch(/hunter2|42424242/);
  });

  it('names the place and the expected type', async () => {
    const { json } = await server.post({ query: signIn, variables: { input: { ...input, password: 7 } } });
    expect(json.errors?.[0]?.message).toBe(
      'Variable "$input" has an invalid value at "input.password": String cannot represent a non string value.',
    );
    expect(json.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'password' });
  });
});

describe('the log', () => {
  it('has one line for each request', async () => {
    const authorization = await server.bearer();
    await server.post({ query: 'query Mine { whoami }' }, { authorization, 'x-request-id': 'r3' });
    await server.post({ query: 'mutation Change { createPost(title: "canary-9a") { id } }' });
    await server.post({ query: '{ nothing }' });
    await server.post('{');
    await fetch(`${server.url}/graphql?query={hello(name:"canary-9a")}`);
    await fetch(`${server.url}/canary-9a`);
    const requests = server.lines.filter((line) => line['msg'] === 'request');
    expect(requests).toHaveLength(6);
    expect(requests[0]).toEqual({
      level: 30,
      time: expect.any(Number),
      pid: expect.any(Number),
      hostname: expect.any(String),
      msg: 'request',
      requestId: 'r3',
      method: 'POST',
      path: '/graphql',
      status: 200,
      durationMs: expect.any(Number),
      operationName: 'Mine',
      operationType: 'query',
      tenant: organizationId,
    });
    expect(requests[1]).toMatchObject({ operationName: 'Change', operationType: 'mutation' });
    expect(requests[2]).toMatchObject({ status: 400, errorCodes: ['GRAPHQL_VALIDATION_FAILED'] });
    expect(requests[3]).toMatchObject({ status: 400, errorCodes: ['BAD_USER_INPUT'] });
    expect(requests[4]).toMatchObject({ method: 'GET', path: '/graphql', status: 400 });
    expect(requests[5]).toMatchObject({ path: '(none)', status: 404 });
    expect(JSON.stringify(server.lines)).not.toContain('canary');
    expect(JSON.stringify(server.lines)).not.toContain(authorization.slice(7));
  });

  it('cuts a very long name', async () => {
    await server.post({ query: `query ${'N'.repeat(200)} { hello }` });
    expect(server.lines.at(-1)?.['operationName']).toBe('N'.repeat(100));
  });
});
