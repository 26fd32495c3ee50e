import type { GraphQLInputType } from 'graphql';
import { getNullableType, isNonNullType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuthChecker } from 'type-graphql';
import { Role } from '../../src/auth/role.js';
import { buildSchema } from '../../src/schema/build-schema.js';
import { type Values, World } from '../conformance/world.js';
import { idPlaces, operationOf, type Place, type RootField, rootFields } from '../modules/generated-operation.js';

const allowAll: AuthChecker<never> = () => true;
const schema = await buildSchema(allowAll);
const places = rootFields(schema).flatMap((root) =>
  idPlaces(root).map((place): [string, string, RootField, Place] => [root.name, place.join('.'), root, place]),
);

const unknown = '0197f3a0-0000-7000-8000-00000000dead';

let world: World;
/** Ids of everything that the other organization has, by what it is. */
let foreign: Record<string, string>;
/** A living and a deleted record of our own of each type. */
let own: Record<string, { living: string; deleted: string; changeSet: string; state: Values }>;

beforeAll(async () => {
  // What is generated has an alias for each field of each type, and all that costs.
  world = await World.open({ settings: { MAX_ALIASES: '1000', MAX_COST: '1000000000' } });
  const other = await world.server.addOrganization('other');
  const theirs = world.as(other);
  foreign = { Organization: other.id, Actor: other.users[Role.ADMIN] };
  own = {};
  for (const { type } of world.subjects) {
    const { id, changeSet } = await theirs.of(type).create();
    const gone = await theirs.of(type).create();
    await theirs.of(type).delete(gone.id, 1);
    Object.assign(foreign, { [type]: id, [`deleted ${type}`]: gone.id, ChangeSet: changeSet! });
    const [living, deleted] = [await world.of(type).create(), await world.of(type).create()];
    await world.of(type).delete(deleted.id, 1);
    own[type] = { living: living.id, deleted: deleted.id, changeSet: living.changeSet!, state: living.state };
  }
  const [entry] = await world.rows('select id from audit_entry where tenant_id = $1 limit 1', [other.id]);
  foreign['AuditEntry'] = entry!['id'] as string;
});
afterAll(() => world.close());

/** What is answered with an id at a place, byte for byte, but for the id itself and the request's. */
async function answerWith(root: RootField, place: Place, id: string): Promise<string> {
  const choose = (at: Place, type: GraphQLInputType) => {
    if (at.join() === place.join()) return id;
    return isNonNullType(type) ? ownValue(root, at, String(getNullableType(type))) : undefined;
  };
  const { query, variables } = operationOf(root, { schema, choose, depth: 3 });
  const { status, body, errors } = await world.send(query, variables);
  const requestIds = errors.map(({ extensions }) => extensions.requestId);
  return [id, ...requestIds].reduce((text, value) => text.replaceAll(value, 'ID'), `${status} ${body}`);
}

/** What makes the operation succeed but for the id that is tried: our own records, at their versions. */
function ownValue({ field }: RootField, place: Place, type: string): unknown {
  const [, change, changed] = /^(create|update|delete|restore|revert|purge)([A-Z]\w*)$/.exec(field.name) ?? [];
  const isDeleted = change === 'restore' || change === 'purge';
  if (type === 'Int') return isDeleted && place.at(-1) === 'expectedVersion' ? 2 : 1;
  if (type !== 'ID') return undefined;
  const name = place.at(-1)!;
  if (name === 'changeSet') return own['Post']!.changeSet;
  const entity = name === 'id' ? (changed ?? capitalized(field.name)) : capitalized(name.replace(/Id$/, ''));
  return (own[entity] ?? own['Post']!)[isDeleted && name === 'id' ? 'deleted' : 'living'];
}

function capitalized(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1);
}

/** An id of ours that makes a difference at a place of a query. */
function ours({ field }: RootField, place: Place): string {
  const name = place.find((step) => /[a-z]Id$/.test(step)) ?? 'id';
  if (name === 'actorId') return world.server.organization.users[Role.ADMIN];
  const { type = 'Post' } = world.subjects.find(({ one, many }) => [one, many].includes(field.name)) ?? {};
  const { living, changeSet, state } = own[type]!;
  if (
    name === 'changeSetId' ||
    field.name === 'changeSet' ||
    place.includes('changeSet') ||
    place.join('.').endsWith('asOf.before')
  )
    return changeSet;
  return (state[name] as string | undefined) ?? living;
}

describe("Another organization's id", () => {
  it('can stand in many places', () => expect(places.length).toBeGreaterThan(40));

  it.each(places)('is like an unknown one in %s %s', async (_name, _place, root, place) => {
    const ledger = await world.ledger();
    const expected = await answerWith(root, place, unknown);
    expect(expected).not.toContain('INTERNAL_SERVER_ERROR');
    for (const [what, id] of Object.entries(foreign)) {
      expect(`${what}: ${await answerWith(root, place, id)}`).toBe(`${what}: ${expected}`);
    }
    expect(await world.ledger()).toBe(ledger);
  });

  // Else the comparison would compare refusals that come from something else.
  it.each(places.filter(([, , { kind }]) => kind === 'query'))(
    'is not what our own is in %s %s',
    async (_name, _place, root, place) => {
      expect(await answerWith(root, place, ours(root, place))).not.toBe(await answerWith(root, place, unknown));
    },
  );

  it.each(places.filter(([, , { kind }]) => kind === 'mutation'))(
    'is refused as not found in %s %s',
    async (_name, _place, root, place) => {
      expect(await answerWith(root, place, unknown)).toContain('"code":"NOT_FOUND"');
    },
  );
});
