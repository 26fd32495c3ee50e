import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSuperuser } from '../../support/cluster.js';
import { dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';

interface Data {
  createUser: { user: { id: string }; changeSet: { id: string } };
  updateUser: { user: { version: number } };
  deleteUser: unknown;
  createPost: { post: { id: string } };
  history: { nodes: Record<string, unknown>[] };
  version: unknown;
  diff: unknown;
  node: unknown;
  changeSet: { versions: { nodes: unknown } };
  auditLog: { nodes: { entityType: string; before: unknown; after: unknown; action: string }[] };
  legalHolds: { nodes: unknown };
  trash: unknown;
}

const untyped = '__typename entityType version changes { field before after redacted } ... on UntypedVersion { state }';

let server: TestServer;
let id: string;
let changeSet: string;
let post: string;
beforeAll(async () => {
  server = await startTestServer();
  ({ id, changeSet, post } = await leaveRelics());
});
afterAll(() => server.stop());

const ask = async (query: string, variables: Record<string, unknown> = {}) =>
  dataOf(await server.graphql<Data>(query, variables));

/** A user and a post, of which nothing is left but their versions, of entities that nobody has declared. */
async function leaveRelics() {
  const created = await ask(`mutation {
    createPost(input: { title: "Relic", slug: "relic", body: "b", }) { post { id } }
    createUser(input: { email: "old@acme.example", displayName: "Old", role: EDITOR, password: "a long password" }) {
      user { id } changeSet { id }
    }
  }`);
  const { user, changeSet: set } = created.createUser;
  await ask(
    `mutation($id: ID!) {
      updateUser(input: { id: $id, expectedVersion: 1, patch: { displayName: "Older", password: "another password" } }) {
        user { version }
      }
    }`,
    { id: user.id },
  );
  await ask('mutation($id: ID!) { deleteUser(input: { id: $id, expectedVersion: 2 }) { user { id } } }', {
    id: user.id,
  });
  await asSuperuser(server.database.superuserUrl, (client) =>
    client.query(`set session_replication_role = replica;
      update entity_version set entity_type = 'pensioner' where entity_id = '${user.id}';
      update audit_entry set entity_type = 'pensioner' where entity_id = '${user.id}';
      update entity_version set entity_type = 'relic', snapshot = snapshot || '{"metadata": {"weight": 12345678901234567890.5}}' where entity_id = '${created.createPost.post.id}';
      insert into legal_hold (tenant_id, entity_id, entity_type, reason, change_set_id)
        values ('${server.organization.id}', '${user.id}', 'pensioner', 'case 7', '${set.id}');
      delete from "user" where id = '${user.id}'`),
  );
  return { id: user.id, changeSet: set.id, post: created.createPost.post.id };
}

describe('Versions of an entity that is unknown', () => {
  it('are answered by column, newest first, with what changed', async () => {
    const { history } = await ask(`query($id: ID!) { history(id: $id) { nodes { ${untyped} } } }`, { id });
    const kind = { __typename: 'UntypedVersion', entityType: 'pensioner' };
    const [deleted, updated, created] = history.nodes;
    expect(history.nodes).toHaveLength(3);
    expect(deleted).toMatchObject({
      ...kind,
      version: 3,
      state: { display_name: 'Older', version: 3, deleted_at: expect.any(String) },
      changes: [{ field: 'deleted_at', before: null, after: expect.any(String), redacted: false }],
    });
    expect(updated).toMatchObject({
      ...kind,
      changes: [
        { field: 'display_name', before: 'Old', after: 'Older', redacted: false },
        { field: 'password_hash', before: null, after: null, redacted: true },
      ],
    });
    expect(created).toMatchObject({ ...kind, version: 1, state: { email: 'old@acme.example', id } });
    expect(JSON.stringify(history)).not.toContain('scrypt');
  });

  it('are found by their number, compared, and counted in their change set', async () => {
    const {
      version,
      diff,
      changeSet: set,
    } = await ask(
      `query($id: ID!, $changeSet: ID!) {
        version(id: $id, version: 2) { __typename version ... on UntypedVersion { state } }
        diff(id: $id, from: 1, to: 2) { field before after redacted }
        changeSet(id: $changeSet) { versions { nodes { ${untyped} } totalCount } }
      }`,
      { id, changeSet },
    );
    expect(version).toMatchObject({ __typename: 'UntypedVersion', version: 2, state: { display_name: 'Older' } });
    expect(diff).toEqual([
      { field: 'display_name', before: 'Old', after: 'Older', redacted: false },
      { field: 'password_hash', before: null, after: null, redacted: true },
    ]);
    expect(set.versions).toMatchObject({
      nodes: [{ entityType: 'relic' }, { entityType: 'pensioner', version: 1 }],
      totalCount: 2,
    });
  });

  it('keep numbers as they are stored', async () => {
    const answer = await server.graphql(
      'query($id: ID!) { version(id: $id, version: 1) { ... on UntypedVersion { state } } }',
      { id: post },
    );
    expect(answer.errors).toEqual([]);
    expect(answer.body).toContain('12345678901234567890.5');
  });

  it('are of no record that is there', async () => {
    const { node, legalHolds } = await ask(
      'query($id: ID!) { node(id: $id) { id } legalHolds { nodes { entityType entityId entity { id } } } }',
      { id },
    );
    expect(node).toBeNull();
    expect(legalHolds.nodes).toEqual([{ entityType: 'pensioner', entityId: id, entity: null }]);
    const { errors } = await server.graphql(
      'mutation($id: ID!) { placeLegalHold(input: { id: $id, reason: "r" }) { legalHold { entityId } } }',
      { id: post },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  it('have audit entries by column', async () => {
    const { auditLog } = await ask(
      'query($id: ID!) { auditLog(filter: { entityId: $id }) { nodes { action entityType before after } } }',
      { id },
    );
    expect(auditLog.nodes[1]).toEqual({
      action: 'user.update',
      entityType: 'pensioner',
      before: { display_name: 'Old' },
      after: { display_name: 'Older' },
    });
  });

  it('are found in the audit log by the name of their table, if there was such a table', async () => {
    const byType = 'query($type: String) { auditLog(filter: { entityType: $type }) { nodes { action } } }';
    const unknown = await server.graphql(byType, { type: 'pensioner' });
    expect(unknown.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    await asSuperuser(server.database.superuserUrl, (client) =>
      client.query(`insert into entity_shape (entity_type, shape, steps, columns) values ('pensioner', 1, '[]', '{}')`),
    );
    const { auditLog } = await ask(byType, { type: 'pensioner' });
    expect(auditLog.nodes.map(({ action }) => action)).toEqual(['user.delete', 'user.update', 'user.create']);
  });

  it('tell what changed also where retention has let go of the version before', async () => {
    await asSuperuser(server.database.superuserUrl, (client) =>
      client.query(`set session_replication_role = replica;
        delete from entity_version where entity_id = '${id}' and version = 1`),
    );
    const { version } = await ask(
      `query($id: ID!) { version(id: $id, version: 2) { changes { field before after redacted } } }`,
      { id },
    );
    expect(version).toEqual({
      changes: [
        { field: 'display_name', before: 'Old', after: 'Older', redacted: false },
        { field: 'password_hash', before: null, after: null, redacted: true },
      ],
    });
  });
});
