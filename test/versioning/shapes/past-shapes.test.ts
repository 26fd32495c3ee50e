import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantSession } from '../../../src/tenancy/tenant-session.js';
import type { ListQuery } from '../../../src/versioning/read/lists/list-query.js';
import { RecordReader } from '../../../src/versioning/read/records/record-reader.js';
import { filterSql } from '../../../src/versioning/graphql/inputs/record-filter.js';
import { asSuperuser } from '../../support/cluster.js';
import { dataOf } from '../../support/graphql-client.js';
import { statementsDuring } from '../../support/statements.js';
import { type OldTickets, startWithOldTickets } from './old-tickets.js';
import { Ticket } from './ticket.entity.js';

let tickets: OldTickets;
beforeAll(async () => {
  tickets = await startWithOldTickets();
});
afterAll(() => tickets.server.stop());

interface Data {
  auditLog: { nodes: unknown };
  history: { nodes: unknown };
  version: { snapshot: { tickets?: unknown } };
  ticket: unknown;
  createTicket: { ticket: { id: string } };
  updateTicket: { ticket: { version: number } };
  updateUser: { user: { version: number } };
  restoreTicket: unknown;
  purgeTicket: { ticket: unknown };
  revertTicket: { ticket: unknown };
}

const ask = (query: string, variables: Record<string, unknown> = {}) => tickets.server.graphql<Data>(query, variables);

const historyQuery = `query($id: ID!) { history(id: $id) { nodes {
  version changes { field before after }
  ... on TicketVersion { snapshot { title summary status priority industry dueAt owner { id } tags { id } } }
} } }`;

describe('Versions of an older shape', () => {
  it('are answered in the shape of today', async () => {
    const { history } = dataOf(await ask(historyQuery, { id: tickets.plain }));
    const { owner, tag } = tickets;
    const snapshot = { title: 'Plain', status: 'TODO', priority: 3, industry: 'OTHER', dueAt: null };
    const linked = { owner: { id: owner }, tags: [{ id: tag }] };
    expect(history.nodes).toEqual([
      {
        version: 2,
        changes: [
          { field: 'summary', before: 'first', after: 'second' },
          { field: 'origin', before: { at: 1 }, after: { at: 2 } },
        ],
        snapshot: { ...snapshot, ...linked, summary: 'second' },
      },
      {
        version: 1,
        changes: [
          { field: 'title', before: null, after: 'Plain' },
          { field: 'summary', before: null, after: 'first' },
          { field: 'status', before: null, after: 'TODO' },
          { field: 'priority', before: null, after: 3 },
          { field: 'industry', before: null, after: 'OTHER' },
          { field: 'ownerId', before: null, after: owner },
          { field: 'tagIds', before: null, after: [tag] },
          { field: 'origin', before: null, after: { at: 1 } },
        ],
        snapshot: { ...snapshot, ...linked, summary: 'first' },
      },
    ]);
  });

  it('give a stand-in or null for what does not fit, and say what is stored', async () => {
    const answer = await ask(
      'query($id: ID!) { history(id: $id) { nodes { ... on TicketVersion { snapshot { status priority } } } } }',
      { id: tickets.misfit },
    );
    expect(dataOf(answer).history.nodes).toEqual([
      { snapshot: { status: 'TODO', priority: 1 } },
      { snapshot: { status: 'TODO', priority: null } },
    ]);
    const of = { entityType: 'Ticket', entityId: tickets.misfit, version: 1 };
    expect(answer.extensions).toEqual({
      history: [
        { ...of, field: 'status', stored: 'GONE' },
        { ...of, field: 'priority', stored: 'high' },
      ],
    });
  });

  it('are found and blamed by the names of today', async () => {
    const { id, owner } = { id: tickets.plain, owner: tickets.owner };
    const answer = await tickets.server.graphql<{
      renamed: unknown;
      dropped: unknown;
      blame: unknown;
      lineBlame: unknown;
    }>(
      `query($id: ID!) {
        renamed: history(id: $id, filter: { field: ["summary"] }) { nodes { version } }
        dropped: history(id: $id, filter: { field: ["origin"], from: "2020-01-01T00:00:00Z" }) { nodes { version } }
        blame(id: $id, fields: ["summary", "ownerId", "status", "industry", "origin"]) { field value version }
        lineBlame(id: $id, field: "summary") { text version }
      }`,
      { id },
    );
    const both = { nodes: [{ version: 2 }, { version: 1 }] };
    expect(dataOf(answer)).toEqual({
      renamed: both,
      dropped: both,
      blame: [
        { field: 'summary', value: 'second', version: 2 },
        { field: 'ownerId', value: owner, version: 1 },
        { field: 'status', value: 'TODO', version: 1 },
        { field: 'industry', value: 'OTHER', version: 1 },
        { field: 'origin', value: { at: 2 }, version: 2 },
      ],
      lineBlame: [{ text: 'second', version: 2 }],
    });
    const { data } = await tickets.server.graphql(
      '{ changeSets(filter: { field: "status", value: "TODO", entityType: ["Ticket"] }) { totalCount } }',
    );
    expect(data).toEqual({ changeSets: { totalCount: 2 } });
  });

  it('say so only of what is asked for', async () => {
    const answer = await ask(
      'query($id: ID!) { version(id: $id, version: 1) { ... on TicketVersion { snapshot { title } } } }',
      { id: tickets.misfit },
    );
    expect(dataOf(answer).version.snapshot).toEqual({ title: 'Misfit' });
    expect(answer.extensions).toBeUndefined();
  });

  it('say so once, whatever asks for it', async () => {
    const answer = await ask(
      `query($id: ID!) {
        version(id: $id, version: 2) { changes { field before after } }
        a: version(id: $id, version: 1) { ... on TicketVersion { snapshot { status } } }
        b: diff(id: $id, from: 1, to: 2) { field before after }
      }`,
      { id: tickets.misfit },
    );
    const changes = [
      { field: 'status', before: null, after: 'TODO' },
      { field: 'priority', before: null, after: 1 },
    ];
    expect(dataOf(answer)).toEqual({ version: { changes }, a: { snapshot: { status: 'TODO' } }, b: changes });
    expect(answer.extensions!.history.map(({ field }: { field: string }) => field)).toEqual(['status', 'priority']);
  });

  it('are what an undo puts back, by the names of today; what does not fit blocks it', async () => {
    const planOf = async (id: string) => {
      const made = dataOf(await ask('query($id: ID!) { version(id: $id, version: 2) { changeSet { id } } }', { id }))
        .version as unknown as { changeSet: { id: string } };
      const { undoPlan } = dataOf(
        await ask(
          'query($of: ID!) { undoPlan(changeSet: $of) { steps { changes { field before after } blockedBy } } }',
          { of: made.changeSet.id },
        ),
      ) as unknown as { undoPlan: { steps: unknown } };
      return undoPlan.steps;
    };
    expect(await planOf(tickets.plain)).toEqual([
      { changes: [{ field: 'summary', before: 'second', after: 'first' }], blockedBy: null },
    ]);
    const unfit = (field: string) => `${field}: what stood there does not fit today's field; keep the present value.`;
    expect(await planOf(tickets.misfit)).toEqual([
      { changes: [], blockedBy: `${unfit('status')} ${unfit('priority')}` },
    ]);
  });

  it('differ from those of today in what was dropped, under its old name', async () => {
    const now = dataOf(
      await ask(
        `mutation($id: ID!) { updateTicket(input: { id: $id, expectedVersion: 2, patch: { industry: "STEEL" } }) {
          ticket { version }
        } }`,
        { id: tickets.plain },
      ),
    );
    expect(now.updateTicket.ticket.version).toBe(3);
    const answer = await ask(
      `query($id: ID!) {
        diff(id: $id, from: 1, to: 3) { field before after }
        back: diff(id: $id, from: 3, to: 1) { field before after }
        version(id: $id, version: 3) { changes { field before after } }
      }`,
      { id: tickets.plain },
    );
    expect(dataOf(answer)).toEqual({
      diff: [
        { field: 'summary', before: 'first', after: 'second' },
        { field: 'industry', before: 'OTHER', after: 'STEEL' },
        { field: 'origin', before: { at: 1 }, after: null },
      ],
      back: [
        { field: 'summary', before: 'second', after: 'first' },
        { field: 'industry', before: 'STEEL', after: 'OTHER' },
        { field: 'origin', before: null, after: { at: 1 } },
      ],
      version: { changes: [{ field: 'industry', before: 'OTHER', after: 'STEEL' }] },
    });
  });

  it('are the base of a conflict as they read today', async () => {
    const { errors } = await ask(
      `mutation($id: ID!) {
        updateTicket(input: { id: $id, expectedVersion: 1, patch: { summary: "mine", status: DONE } }) { ticket { id } }
      }`,
      { id: tickets.plain },
    );
    expect(errors![0]!.extensions).toMatchObject({
      code: 'CONFLICT',
      baseKnown: true,
      theirChanges: [
        { field: 'summary', base: 'first', theirs: 'second' },
        { field: 'industry', base: 'OTHER', theirs: 'STEEL' },
      ],
      conflicts: [{ field: 'summary', base: 'first', theirs: 'second', yours: 'mine' }],
    });
  });

  it('are what a record is reverted to', async () => {
    const reverted = await ask(
      `mutation($id: ID!) { revertTicket(input: { id: $id, expectedVersion: 3, toVersion: 1 }) {
        ticket { version summary status priority industry tags { id } owner { id } }
      } }`,
      { id: tickets.plain },
    );
    expect(dataOf(reverted).revertTicket.ticket).toEqual({
      version: 4,
      summary: 'first',
      status: 'TODO',
      priority: 3,
      industry: 'OTHER',
      tags: [{ id: tickets.tag }],
      owner: { id: tickets.owner },
    });
  });

  it('are not reverted to where a value does not fit, and nothing is written', async () => {
    const { errors } = await ask(
      'mutation($id: ID!) { revertTicket(input: { id: $id, expectedVersion: 2, toVersion: 1 }) { ticket { id } } }',
      { id: tickets.misfit },
    );
    expect(errors![0]).toMatchObject({
      message: "Version 1 holds no value that fits today's status, priority; nothing was reverted.",
      extensions: { code: 'BAD_USER_INPUT', fields: ['status', 'priority'] },
    });
    const { ticket } = dataOf(await ask('query($id: ID!) { ticket(id: $id) { version } }', { id: tickets.misfit }));
    expect(ticket).toEqual({ version: 2 });
  });

  it('do not keep what was deleted from being restored', async () => {
    const restored = await ask(
      `mutation($id: ID!) { restoreTicket(input: { id: $id, expectedVersion: 2 }) {
        ticket { version summary status industry }
      } }`,
      { id: tickets.deleted },
    );
    const ticket = { version: 3, summary: 'kept', status: 'DONE', industry: 'OTHER' };
    expect(dataOf(restored).restoreTicket).toEqual({ ticket });
  });

  it('are read by as many statements as those of today', async () => {
    const page = `query($id: ID!) { history(id: $id, first: 2) { nodes {
      changes { field } ... on TicketVersion { snapshot { summary } }
    } } }`;
    const fresh = await ask(`mutation { createTicket(input: { title: "New", status: TODO }) { ticket { id } } }`);
    const { id } = dataOf(fresh).createTicket.ticket;
    await ask(
      `mutation($id: ID!) { updateTicket(input: { id: $id, expectedVersion: 1, patch: { summary: "s" } }) { ticket { id } } }`,
      { id },
    );
    // Once their types are known.
    for (const one of [id, tickets.misfit]) await ask(page, { id: one });
    const [ofToday, ofOld] = [
      await statementsDuring(() => ask(page, { id })),
      await statementsDuring(() => ask(page, { id: tickets.misfit })),
    ];
    expect(ofOld).toEqual(ofToday);
  });
});

describe('The audit log', () => {
  it('says what was so then, in the columns of then where they are no more', async () => {
    const { auditLog } = dataOf(
      await ask(
        `query($id: ID!) { auditLog(filter: { entityId: $id }, last: 2) { nodes { entityType version before after } } }`,
        { id: tickets.misfit },
      ),
    );
    const created = { title: 'Misfit', status: 'GONE', priority: 'high', reporter_id: tickets.owner, tagIds: [] };
    expect(auditLog.nodes).toEqual([
      {
        entityType: 'Ticket',
        version: 2,
        before: { status: 'GONE', priority: 'high' },
        after: { status: 'DRAFT', priority: 1 },
      },
      { entityType: 'Ticket', version: 1, before: expect.anything(), after: expect.objectContaining(created) },
    ]);
  });

  it('is found by the present name of an entity that was called something else', async () => {
    await asSuperuser(tickets.server.database.superuserUrl, (client) =>
      client.query(`set session_replication_role = replica;
        update audit_entry set entity_type = 'issue', action = replace(action, 'ticket', 'issue')
        where entity_id = '${tickets.deleted}' and version = 1;
        update entity_shape set steps = steps || '[{"type": "issue"}]' where entity_type = 'ticket' and shape = 2`),
    );
    const { auditLog } = dataOf(
      await ask(
        `query($id: ID!) { auditLog(filter: { entityType: "Ticket", entityId: $id }, last: 1) { nodes { action entityType after } } }`,
        { id: tickets.deleted },
      ),
    );
    expect(auditLog.nodes).toMatchObject([
      { action: 'issue.create', entityType: 'Ticket', after: { title: 'Deleted', notes: 'kept' } },
    ]);
  });
});

describe('Lists of the past', () => {
  const at = async (
    work: (reader: RecordReader, ticket: (query: ListQuery) => Promise<unknown[]>) => Promise<void>,
  ) => {
    const em = tickets.server.orm.em.fork({ session: tenantSession(tickets.server.organization.id) });
    await em.begin({ readOnly: true });
    try {
      // Right after the second version of the misfit, before today's shape.
      const { rows } = await sql<{ changeSet: string }>`
        select change_set_id as "changeSet" from entity_version where entity_id = ${tickets.misfit} and version = 2`.execute(
        em.getKysely(),
      );
      const reader = new RecordReader(em, rows[0]!);
      await work(reader, async (query) => (await reader.list(Ticket, query)).items.map(({ item }) => item.title));
    } finally {
      await em.rollback();
    }
  };
  const filter = (value: Record<string, unknown>) => [
    filterSql(tickets.server.orm.getMetadata().get(Ticket) as never, value as never),
  ];

  it('are filtered by renamed and by mapped columns', async () => {
    await at(async (_, titles) => {
      expect(await titles({ where: filter({ summary: { eq: 'second' } }) })).toEqual(['Plain']);
      expect(await titles({ where: filter({ status: { eq: 'TODO' } }) })).toEqual(['Plain', 'Misfit']);
      expect(await titles({ where: filter({ ownerId: { eq: tickets.owner } }) })).toEqual(['Plain', 'Misfit']);
      expect(await titles({ where: filter({ priority: { eq: 3 } }) })).toEqual(['Plain']);
    });
  });

  it('are ordered by them, page by page in both directions', async () => {
    await at(async (reader) => {
      for (const property of ['priority', 'status', 'industry', 'summary']) {
        for (const ascending of [true, false]) {
          const order = [{ property, ascending }];
          const all = (await reader.list(Ticket, { first: 10, order })).items;
          const first = (await reader.list(Ticket, { first: 1, order })).items[0]!;
          const second = (await reader.list(Ticket, { first: 1, after: first.cursor, order })).items[0]!;
          const back = (await reader.list(Ticket, { last: 1, before: second.cursor, order })).items[0]!;
          expect([first, second].map(({ item }) => item.id)).toEqual(all.map(({ item }) => item.id));
          expect(back.item.id).toBe(first.item.id);
        }
      }
      const byPriority = await reader.list(Ticket, { order: [{ property: 'priority', ascending: true }] });
      expect(byPriority.items.map(({ item }) => item.title)).toEqual(['Misfit', 'Plain']);
    });
  });

  it('below a snapshot find by a reference that was renamed', async () => {
    const touched = await ask(
      `mutation($id: ID!) { updateUser(input: { id: $id, expectedVersion: 1, patch: { displayName: "Ed" } }) {
        user { version }
      } }`,
      { id: tickets.owner },
    );
    const answer = await ask(
      `query($id: ID!, $version: Int!) { version(id: $id, version: $version) {
        ... on UserVersion { snapshot { tickets { nodes { title summary } totalCount } } }
      } }`,
      { id: tickets.owner, version: dataOf(touched).updateUser.user.version },
    );
    expect(dataOf(answer).version.snapshot.tickets).toEqual({
      nodes: [
        { title: 'Plain', summary: 'first' },
        { title: 'Misfit', summary: null },
        { title: 'Deleted', summary: 'kept' },
      ],
      totalCount: 3,
    });
  });
});

describe('What a purge answers', () => {
  it('is the last state as it reads today', async () => {
    const { server, owner } = tickets;
    const created = dataOf(
      await ask('mutation { createTicket(input: { title: "Short", status: DONE }) { ticket { id } } }'),
    );
    const { id } = created.createTicket.ticket;
    dataOf(
      await ask(
        `mutation($id: ID!, $owner: ID!) {
          updateTicket(input: { id: $id, expectedVersion: 1, patch: { ownerId: $owner } }) { ticket { version } }
          deleteTicket(input: { id: $id, expectedVersion: 2 }) { ticket { id } }
        }`,
        { id, owner },
      ),
    );
    await asSuperuser(server.database.superuserUrl, (client) =>
      client.query(`set session_replication_role = replica;
        update entity_version set snapshot = snapshot - 'industry' where entity_id = '${id}'`),
    );
    const answer = await ask(
      'mutation($id: ID!) { purgeTicket(input: { id: $id, expectedVersion: 3 }) { ticket { title industry owner { id } } } }',
      { id },
    );
    expect(dataOf(answer).purgeTicket.ticket).toEqual({ title: 'Short', industry: '', owner: { id: owner } });
    expect(answer.extensions!.history).toMatchObject([{ version: 3, field: 'industry', stored: null }]);
  });
});

describe('What was stored', () => {
  it('stays as it was', async () => {
    const { rows } = await asSuperuser(tickets.server.database.superuserUrl, (client) =>
      client.query(
        `select shape, snapshot ->> 'notes' as notes, snapshot ? 'summary' as renamed from entity_version
         where entity_id = $1 order by version`,
        [tickets.plain],
      ),
    );
    expect(rows).toEqual([
      { shape: 1, notes: 'first', renamed: false },
      { shape: 1, notes: 'second', renamed: false },
      { shape: 2, notes: null, renamed: true },
      { shape: 2, notes: null, renamed: true },
    ]);
  });
});
