import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asSuperuser } from '../../support/cluster.js';
import type { Answer } from '../../support/graphql-client.js';
import { type OldTickets, startWithOldTickets } from './old-tickets.js';

let tickets: OldTickets;
beforeAll(async () => {
  tickets = await startWithOldTickets();
  await tickets.server.graphql(
    `mutation($id: ID!) { updateTicket(input: { id: $id, expectedVersion: 2, patch: { industry: "STEEL" } }) { ticket { id } } }`,
    { id: tickets.plain },
  );
});
afterAll(() => tickets.server.stop());

const ticket = `id version createdAt createdBy { id } updatedAt updatedBy { id } deletedAt deletedBy { id }
  title summary status priority industry dueAt owner { id displayName } tags { id name }`;

const question = `query($id: ID!, $owner: ID!) {
  history(id: $id) { nodes {
    entityId version changes { field before after redacted } ... on TicketVersion { snapshot { ${ticket} } }
  } }
  diff(id: $id, from: 1, to: 3) { field before after }
  back: diff(id: $id, from: 3, to: 2) { field before after }
  owner: history(id: $owner, first: 1) { nodes { ... on UserVersion { snapshot { tickets(deleted: INCLUDE) { totalCount nodes { ${ticket} } } } } } }
}`;

/** Puts other things into a version, as nobody but a superuser can. */
const damage = (version: number, snapshot: unknown, shape?: number) =>
  asSuperuser(tickets.server.database.superuserUrl, (client) =>
    client.query(
      `with replica as (select set_config('session_replication_role', 'replica', false))
       update entity_version set snapshot = $1, shape = coalesce($2, shape) from replica where entity_id = $3 and version = $4`,
      [JSON.stringify(snapshot), shape ?? null, tickets.plain, version],
    ),
  );

const standing = async (version: number) => {
  const { rows } = await asSuperuser(tickets.server.database.superuserUrl, (client) =>
    client.query<{ snapshot: Record<string, unknown>; shape: number; change_set_id: string }>(
      'select snapshot, shape, change_set_id from entity_version where entity_id = $1 and version = $2',
      [tickets.plain, version],
    ),
  );
  return rows[0]!;
};

const everything = () =>
  tickets.server.graphql<{ history: { nodes: unknown[] } }>(question, { id: tickets.plain, owner: tickets.owner });

const internal = ({ errors }: Answer<unknown>) =>
  errors.filter(({ extensions: { code } }) => code === 'INTERNAL_SERVER_ERROR');

const columns = [
  'id',
  'version',
  'title',
  'notes',
  'summary',
  'status',
  'priority',
  'industry',
  'due_at',
  'origin',
  'owner_id',
  'reporter_id',
  'tag_ids',
  'created_at',
  'created_by',
  'updated_at',
  'deleted_at',
  'tenant_id',
  'nobody_knows',
  '$dropped',
  '$unfit',
];

it(
  'whatever a snapshot holds, and under whichever shape, nothing fails and no version is missing',
  { timeout: 240_000 },
  async () => {
    const [old, present] = [await standing(1), await standing(3)];
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom('x', '2026-02-30', 'infinity', 1e300, true, [1], [null], ['x'], {}),
    );
    const edits = fc.dictionary(fc.constantFrom(...columns), fc.option(value, { nil: undefined }), {
      maxKeys: 6,
      noNullPrototype: true,
    });
    const states = fc.oneof({ weight: 6, arbitrary: edits }, fc.jsonValue({ maxDepth: 1 }));
    let told = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(old, present),
        states,
        fc.constantFrom(1, 2, 3, 99),
        async (whole, state, shape) => {
          const isObject = typeof state === 'object' && state !== null && !Array.isArray(state);
          const version = whole === old ? 1 : 3;
          await damage(version, isObject ? { ...whole.snapshot, ...state } : state, shape);
          try {
            const answer = await everything();
            expect(internal(answer)).toEqual([]);
            expect(answer.data?.history.nodes).toHaveLength(3);
            told += answer.extensions?.history.length ?? 0;
          } finally {
            await damage(version, whole.snapshot, whole.shape);
          }
        },
      ),
      { numRuns: 120 },
    );
    expect(told).toBeGreaterThan(0);
  },
);

it.each([
  [[], ['junk', 7, null]],
  [['tag'], ['junk']],
  [[], { no: 'list' }],
])('of links, what is no id is left out and told, by whichever way one reads: %j beside %j', async (kept, stored) => {
  const whole = await standing(3);
  const ids = kept.map(() => tickets.tag);
  const list = Array.isArray(stored) ? [...stored, ...ids] : stored;
  await damage(3, { ...whole.snapshot, tag_ids: list }, whole.shape);
  try {
    const at = `asOf: { changeSet: "${whole.change_set_id}" }`;
    for (const fields of [
      `ticket(id: "${tickets.plain}", ${at}) { tags { id } }`,
      `tickets(filter: { title: { eq: "Plain" } }, ${at}) { nodes { tags { id } } }`,
      `version(id: "${tickets.plain}", version: 3) { ... on TicketVersion { snapshot { tags { id } } } }`,
    ]) {
      const { data, errors, extensions } = await tickets.server.graphql(`{ ${fields} }`);
      expect(errors).toEqual([]);
      expect(JSON.stringify(data)).toContain(`"tags":${JSON.stringify(ids.map((id) => ({ id })))}`);
      expect(extensions?.history).toEqual([
        { entityType: 'Ticket', entityId: tickets.plain, version: 3, field: 'tagIds', stored: list },
      ]);
    }
  } finally {
    await damage(3, whole.snapshot, whole.shape);
  }
});
