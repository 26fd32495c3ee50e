import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { purgeExpired } from '../../../src/database/tenants/purge-expired.js';
import { findings } from '../../support/findings.js';
import { dataOf } from '../../support/graphql-client.js';
import { createTestDatabase } from '../../support/test-database.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';
import { passDays, setRetention } from '../retention/retention.js';
import { Ticket as FirstTicket } from './first-ticket.entity.js';
import { alterations, steps } from './old-tickets.js';
import { reshape } from './reshape.js';
import { Ticket } from './ticket.entity.js';
import { OwnedTicketsResolver, TicketResolver } from './ticket.resolver.js';

const ids = {
  title: '01900000-0000-7000-8000-000000000001',
  industry: '01900000-0000-7000-8000-000000000002',
  misfit: '01900000-0000-7000-8000-000000000003',
  purged: '01900000-0000-7000-8000-000000000004',
  tag: '01900000-0000-7000-8000-00000000000a',
};

/** Looks a tag up by what the ticket says, and fails where it says bad and there is no such tag. */
const expression = `case state ->> 'summary'
  when 'bad' then (select 1 / count(*) from tag where tag.name = 'bad')::text
  else coalesce((select tag.name from tag where tag.name = state ->> 'summary'), 'OTHER') end`;

let server: TestServer;
let owner: Client;
beforeAll(async () => {
  const database = await createTestDatabase([FirstTicket]);
  server = await startTestServer({
    database,
    additionalEntities: [Ticket],
    additionalResolvers: [TicketResolver, OwnedTicketsResolver],
  });
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(`select set_config('app.tenant_id', $1, false)`, [server.organization.id]);
  await owner.query(`insert into tag (id, name) values ('${ids.tag}', 'ink')`);
  await owner.query(`insert into ticket (id, title, status, notes, origin) values
    ('${ids.title}', 'a', 'TODO', 'ink', '{}'), ('${ids.industry}', 'b', 'TODO', 'ink', '{}'),
    ('${ids.misfit}', 'c', 'TODO', 'bad', '{}'), ('${ids.purged}', 'd', 'TODO', 'ink', '{}')`);
  await owner.query(`update ticket set notes = 'ink' where id = '${ids.misfit}'`);
  const fill = `select palimpsest.compute_column('ticket', 'industry', '${expression.replaceAll("'", "''")}', 'varchar(255)', '{"links": []}')`;
  await reshape(database, Ticket, `${alterations}; ${fill}`, [...steps, { compute: 'industry', sql: expression }]);
  await owner.query(`update tag set name = 'paper' where id = '${ids.tag}'`);
  await owner.query(`insert into tag (id, name) values (gen_random_uuid(), 'bad')`);
});
afterAll(async () => {
  await owner.end();
  await server.stop();
});

const update = (id: string, expectedVersion: number, patch: object) =>
  server.graphql<{ updateTicket: { ticket: { version: number } } }>(
    'mutation($input: UpdateTicketInput!) { updateTicket(input: $input) { ticket { version } } }',
    { input: { id, expectedVersion, patch } },
  );

const industryOf = (id: string) =>
  server.graphql(
    'query($id: ID!) { version(id: $id, version: 1) { ... on TicketVersion { snapshot { industry } } } }',
    { id },
  );

const kept = async (client: Client, id: string) =>
  (
    await client.query<{ version: number; value: unknown }>(
      'select version, value from computed_value where entity_id = $1 order by version',
      [id],
    )
  ).rows;

describe('What a migration looked up elsewhere', () => {
  it('stays what it was, whatever becomes of that', async () => {
    expect(dataOf(await industryOf(ids.title))).toEqual({ version: { snapshot: { industry: 'ink' } } });
    const { data, extensions } = await industryOf(ids.misfit);
    expect(data).toEqual({ version: { snapshot: { industry: '' } } });
    expect(extensions!.history).toMatchObject([{ field: 'industry', stored: 'OTHER' }]);
  });

  it('is not changed by who changes something else', async () => {
    expect(dataOf(await update(ids.title, 1, { title: 'aa' })).updateTicket.ticket).toEqual({ version: 2 });
    const { rows } = await owner.query(
      `select v.changed, a.before, a.after from entity_version v
       join audit_entry a on a.entity_id = v.entity_id and a.version = v.version where v.entity_id = $1 and v.version = 2`,
      [ids.title],
    );
    expect(rows).toEqual([{ changed: ['title'], before: { title: 'a' }, after: { title: 'aa' } }]);
  });

  it('is what a conflict compares with', async () => {
    dataOf(await update(ids.industry, 1, { industry: 'STEEL' }));
    const { errors } = await update(ids.industry, 1, { industry: 'GLASS' });
    expect(errors![0]!.extensions).toMatchObject({
      code: 'CONFLICT',
      conflicts: [{ field: 'industry', base: 'ink', theirs: 'STEEL', yours: 'GLASS' }],
    });
  });

  it('is held against the rows like all else', async () => {
    expect(await findings(server)).toEqual([]);
    await owner.query(`update computed_value set value = '"forged"' where entity_id = $1 and version = 1`, [ids.title]);
    expect(await findings(server)).toEqual([expect.stringContaining('the difference of the two snapshots')]);
    await owner.query(`update computed_value set value = '"ink"' where entity_id = $1 and version = 1`, [ids.title]);
  });

  it('is seen by nobody else, and written by nobody', async () => {
    const globex = await server.addOrganization('globex');
    const client = new Client({ connectionString: server.database.applicationUrl });
    await client.connect();
    try {
      const workFor = (id: string) => client.query(`select set_config('app.tenant_id', $1, false)`, [id]);
      await workFor(globex.id);
      expect((await client.query('select from computed_value')).rowCount).toBe(0);
      await workFor(server.organization.id);
      expect(await kept(client, ids.misfit)).toEqual([
        { version: 1, value: null },
        { version: 2, value: 'ink' },
      ]);
      for (const statement of [
        `insert into computed_value (entity_id, version, shape, column_name) values ('${ids.tag}', 1, 1, 'name')`,
        `update computed_value set value = '1'`,
        'delete from computed_value',
        `select palimpsest.keep_computed_values('ticket', 2)`,
      ]) {
        await expect(client.query(statement)).rejects.toThrow('permission denied');
      }
    } finally {
      await client.end();
    }
  });

  it('goes with nobody else’s version of the same id, past whatever policies', async () => {
    const globex = await server.addOrganization('globe');
    const superuser = new Client({ connectionString: server.database.superuserUrl });
    await superuser.connect();
    try {
      const copy = (table: string) =>
        superuser.query(
          `insert into ${table} select (jsonb_populate_record(r, jsonb_build_object('tenant_id', $1::uuid))).* from ${table} r where entity_id = $2`,
          [globex.id, ids.purged],
        );
      await superuser.query('set session_replication_role = replica');
      for (const table of ['entity_version', 'computed_value']) await copy(table);
      await superuser.query('set session_replication_role = origin');
      await superuser.query('delete from entity_version where entity_id = $1 and tenant_id = $2', [
        ids.purged,
        globex.id,
      ]);
      expect(await kept(superuser, ids.purged)).toHaveLength(1);
    } finally {
      await superuser.end();
    }
  });

  it('goes with its version', async () => {
    expect(await kept(owner, ids.purged)).toHaveLength(1);
    const { errors } = await server.graphql(
      `mutation($id: ID!) {
        deleteTicket(input: { id: $id, expectedVersion: 1 }) { ticket { id } }
        purgeTicket(input: { id: $id, expectedVersion: 2 }) { ticket { id } }
      }`,
      { id: ids.purged },
    );
    expect(errors ?? []).toEqual([]);
    await setRetention(server, { Ticket: { historyDays: 1 } });
    await passDays(server, 3);
    await purgeExpired(server.orm);
    expect((await owner.query('select from entity_version where entity_id = $1', [ids.purged])).rowCount).toBe(0);
    expect(await kept(owner, ids.purged)).toEqual([]);
  });
});
