import { execute, getNullableType, type GraphQLInputType, type GraphQLSchema, isNonNullType, parse } from 'graphql';
import { type AuthChecker, Query, Resolver } from 'type-graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Role } from '../../src/auth/role.js';
import { buildSchema } from '../../src/schema/build-schema.js';
import { World } from '../conformance/world.js';
import { operationOf, type Place, type RootField, rootFields } from './generated-operation.js';

/** The contract's table: who may ask for which root field. The first line that fits is the rule. */
const table: [RegExp, readonly Caller[]][] = [
  [/^(Query\.viewer|Mutation\.signIn)$/, ['nobody', Role.VIEWER, Role.EDITOR, Role.ADMIN]],
  [/^Query\.(auditLog|legalHolds)$/, [Role.ADMIN]],
  [/^Query\.undoPlan$/, [Role.EDITOR, Role.ADMIN]],
  [/^Query\./, [Role.VIEWER, Role.EDITOR, Role.ADMIN]],
  [/^Mutation\.(create|update|delete|restore|revert)(Post|Comment|Tag)$/, [Role.EDITOR, Role.ADMIN]],
  [/^Mutation\.(create|update|delete|restore|revert)User$/, [Role.ADMIN]],
  [/^Mutation\.(purge[A-Z]\w+|placeLegalHold|releaseLegalHold)$/, [Role.ADMIN]],
  [/^Mutation\.undo$/, [Role.EDITOR, Role.ADMIN]],
];

type Caller = Role | 'nobody';
const callers: Caller[] = ['nobody', ...Object.values(Role)];

const allowAll: AuthChecker<never> = () => true;
const schema = await buildSchema(allowAll);
const fields = rootFields(schema);

/** No record has the id, so that what is allowed changes nothing. */
const choose = (_: Place, type: GraphQLInputType) =>
  String(getNullableType(type)) === 'ID' && isNonNullType(type) ? '0197f3a0-0000-7000-8000-00000000dead' : undefined;

let world: World;
beforeAll(async () => {
  world = await World.open({});
});
afterAll(() => world.close());

const allowedBy = (name: string) => table.find(([pattern]) => pattern.test(name))?.[1];

describe.each(fields)('$name', (root) => {
  it('has its line in the table', () => expect(allowedBy(root.name)).toBeDefined());

  it.each(callers)('knows whether %s may ask for it', async (caller) => {
    const { query, variables } = operationOf(root, { schema, choose });
    const ledger = await world.ledger();
    const refusals = await refusedAccess(caller);
    const { data, errors } = await world.server.graphql(query, variables, tokenOf(caller));
    const isRefused = !(allowedBy(root.name) ?? []).includes(caller);

    expect(errors.filter(({ message }) => /bearer token|may not/.test(message)).length).toBe(isRefused ? 1 : 0);
    if (!isRefused) return;
    const code = caller === 'nobody' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
    expect(errors.map(({ extensions }) => extensions.code)).toEqual([code]);
    expect(data?.[root.field.name] ?? null).toBeNull();
    const { requestId } = errors[0]!.extensions;
    const entry = { actor_kind: 'USER', request_id: requestId, change_set_id: null, entity_id: null };
    const left = caller === 'nobody' ? refusals : [...refusals, entry];
    expect(await refusedAccess(caller)).toMatchObject(left);
    expect(withoutEntries(await world.ledger())).toEqual(withoutEntries(ledger));
  });
});

it('refuses nobody in particular before the variables are looked at', async () => {
  const query =
    'query ($filter: PostFilter, $id: ID!) { found: post(id: $id) { id } posts(filter: $filter) { totalCount } }';
  const { data, errors } = await world.server.graphql(query, { filter: { nothing: 1 } }, null);
  expect(data).toBeNull();
  expect(errors).toMatchObject([
    { path: ['found'], extensions: { code: 'UNAUTHENTICATED' } },
    { path: ['posts'], extensions: { code: 'UNAUTHENTICATED' } },
  ]);
});

function tokenOf(caller: Caller): string | null {
  return caller === 'nobody' ? null : world.server.organization.tokens[caller];
}

/** What the log has of a caller's refused accesses, in their order. */
async function refusedAccess(caller: Caller): Promise<unknown[]> {
  if (caller === 'nobody')
    return world.rows("select * from audit_entry where action = 'access.refused' and actor_id is null");
  return world.rows(
    "select * from audit_entry where action = 'access.refused' and actor_id = $1 order by occurred_at",
    [world.server.organization.users[caller]],
  );
}

/** The ledger without its count of audit entries: a refusal leaves one. */
function withoutEntries(ledger: string): string[] {
  return ledger.split(' ').toSpliced(-2, 1);
}

describe('A field without a rule', () => {
  it('is not there', async () => {
    expect(await fieldsWithoutRule(await buildSchema(recording), fields)).toEqual([]);
  });

  it('would be found', async () => {
    @Resolver()
    class Careless {
      @Query(() => String)
      unprotected(): string {
        return 'open to everyone';
      }
    }
    const schema = await buildSchema(recording, [Careless]);
    expect(await fieldsWithoutRule(schema, rootFields(schema))).toEqual(['Query.unprotected']);
  });
});

const asked = new Set<string>();
const recording: AuthChecker<never> = ({ info }) => {
  asked.add(`${info.parentType.name}.${info.fieldName}`);
  return false;
};

/** The root fields for which nobody asks whether the caller may. */
async function fieldsWithoutRule(schema: GraphQLSchema, of: readonly RootField[]): Promise<string[]> {
  asked.clear();
  for (const root of of) {
    const { query, variables } = operationOf(root, { schema, choose });
    await execute({ schema, document: parse(query), variableValues: variables, contextValue: {} });
  }
  return of.map(({ name }) => name).filter((name) => !asked.has(name));
}

describe('A refused field', () => {
  it('of a mutation operation rolls back what the others did', async () => {
    const ledger = await world.ledger();
    const { data, errors } = await world.server.graphql(
      `mutation { createTag(input: { name: "allowed" }) { tag { id } }
        createUser(input: { email: "a@b.c", displayName: "A", role: ADMIN }) { user { id } } }`,
      {},
      tokenOf(Role.EDITOR),
    );
    expect(data).toBeNull();
    expect(errors.map(({ path, extensions: { code } }) => ({ path, code }))).toEqual([
      { path: ['createUser'], code: 'FORBIDDEN' },
    ]);
    expect(withoutEntries(await world.ledger())).toEqual(withoutEntries(ledger));
  });

  it('is refused behind an alias, a fragment and a variable', async () => {
    const { data, errors } = await world.server.graphql(
      `query ($yes: Boolean!) { ...F @include(if: $yes) } fragment F on Query { ...on Query { x: auditLog(first: 1) { totalCount } } }`,
      { yes: true },
      tokenOf(Role.EDITOR),
    );
    expect(data ?? null).toBeNull();
    expect(errors.map(({ extensions: { code } }) => code)).toEqual(['FORBIDDEN']);
  });
});
