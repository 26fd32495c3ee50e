import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { asSuperuser } from '../../support/cluster.js';
import { dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';
import { mustMutate, mutate } from '../../concurrency/mutate.js';
import { withSuperuser } from '../superuser.js';
import { Plaque, PlaqueResolver } from './plaque.js';
import { testModules } from '../test-modules.js';
import { findings } from '../../support/findings.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    additionalEntities: [...testModules.additionalEntities, Plaque],
    additionalResolvers: [...testModules.additionalResolvers, PlaqueResolver],
  });
});
afterAll(() => server.stop());

const rows = (sql: string, ...values: unknown[]) => withSuperuser(server, (query) => query(sql, values));
const create = async (type: string, input: object): Promise<string> =>
  (await mustMutate(server, [[`create${type}`, { ...input }]]))[0]!;
const remove = (type: string, id: string, expectedVersion = 1) =>
  mustMutate(server, [[`delete${type}`, { id, expectedVersion }]]);
const purge = (type: string, id: string, expectedVersion = 2, reason = 'out') =>
  mutate(server, [[`purge${type}`, { id, expectedVersion, reason }]]);
let count = 0;
const post = (input: object = {}) => create('Post', { title: 'Ink', slug: `ink-${++count}`, body: 'Gall', ...input });

describe('Purging a record', () => {
  it('removes it for good, and answers its last state', async () => {
    const tag = await create('Tag', { name: 'gall' });
    const id = await post({ tagIds: [tag], authorId: server.organization.users.EDITOR });
    await remove('Post', id);
    const answer = await server.graphql<{ purgePost: { post: object; changeSet: { reason: string } } }>(
      `mutation ($input: DeletePostInput!) { purgePost(input: $input) {
        post { id version title body tags { name } author { role } comments { totalCount } history { totalCount } }
        changeSet { reason actor { id kind } versions { totalCount } } } }`,
      { input: { id, expectedVersion: 2, reason: 'a request for erasure' } },
    );
    expect(dataOf(answer).purgePost).toEqual({
      post: {
        id,
        version: 2,
        title: 'Ink',
        body: 'Gall',
        tags: [{ name: 'gall' }],
        author: { role: 'EDITOR' },
        comments: { totalCount: 0 },
        history: { totalCount: 2 },
      },
      changeSet: {
        reason: 'a request for erasure',
        actor: { id: server.organization.users.ADMIN, kind: 'USER' },
        versions: { totalCount: 0 },
      },
    });
    expect(await rows('select from post where id = $1', id)).toEqual([]);
    expect(await rows('select from post_tags where post_id = $1', id)).toEqual([]);
    expect(dataOf(await server.graphql('query ($id: ID!) { post(id: $id, deleted: INCLUDE) { id } }', { id }))).toEqual(
      {
        post: null,
      },
    );
  });

  it('leaves a tombstone and an audit entry, and its history', async () => {
    const id = await post();
    await remove('Post', id);
    await purge('Post', id);
    expect(await rows('select version, entity_type from tombstone where entity_id = $1', id)).toEqual([
      { version: 2, entity_type: 'post' },
    ]);
    const { auditLog, history } = dataOf(
      await server.graphql<{ auditLog: { nodes: object[] }; history: { nodes: object[] } }>(
        `query ($id: ID!) {
          auditLog(first: 1, filter: { entityId: $id }) { nodes { action version actor { id } changeSet { reason } } }
          history(id: $id) { nodes { version operation ... on PostVersion { snapshot { title } } } } }`,
        { id },
      ),
    );
    const actor = { id: server.organization.users.ADMIN };
    expect(auditLog.nodes).toEqual([{ action: 'post.purge', version: 2, actor, changeSet: { reason: 'out' } }]);
    expect(history.nodes).toEqual([
      { version: 2, operation: 'DELETE', snapshot: { title: 'Ink' } },
      { version: 1, operation: 'CREATE', snapshot: { title: 'Ink' } },
    ]);
  });

  it('takes all that it owns along, through all levels, whenever that was deleted', async () => {
    const floor = await create('Floor', { name: 'ground' });
    const [early, late] = [
      await create('Room', { name: 'early', floorId: floor }),
      await create('Room', { name: 'late', floorId: floor }),
    ];
    const desk = await create('Desk', { label: 'oak', roomId: late });
    await remove('Room', early);
    await remove('Floor', floor);
    expect((await purge('Floor', floor)).code).toBe('DONE');
    const gone = await rows('select entity_id from tombstone where entity_id = any ($1)', [floor, early, late, desk]);
    expect(gone).toHaveLength(4);
    expect(await rows('select id from room union all select id from desk union all select id from floor')).toEqual([]);
  });

  it('clears references to it, with a version of what referred', async () => {
    const author = await create('User', { email: 'gone@x.example', displayName: 'Gone', role: 'EDITOR' });
    const [living, trashed] = [await post({ authorId: author }), await post({ authorId: author })];
    await remove('Post', trashed);
    await remove('User', author);
    expect((await purge('User', author)).code).toBe('DONE');
    const changed = await rows(
      'select id, version, author_id, updated_by from post where id = any ($1) order by version',
      [living, trashed],
    );
    const updated_by = `USER:${server.organization.users.ADMIN}`;
    expect(changed).toEqual([
      { id: living, version: 2, author_id: null, updated_by },
      { id: trashed, version: 3, author_id: null, updated_by },
    ]);
    const history = await rows(
      `select v.operation, v.changed, s.reason from entity_version v join change_set s on s.id = v.change_set_id
       where v.entity_id = $1 order by v.version desc limit 1`,
      living,
    );
    expect(history).toEqual([{ operation: 'UPDATE', changed: ['author_id'], reason: 'out' }]);
  });

  it('takes links to it away, with a version of their owner', async () => {
    const [kept, gone] = [await create('Tag', { name: 'kept' }), await create('Tag', { name: 'gone' })];
    const id = await post({ tagIds: [kept, gone] });
    await remove('Tag', gone);
    expect((await purge('Tag', gone)).code).toBe('DONE');
    const versions = await rows(
      `select version, snapshot -> 'tag_ids' as tags from entity_version where entity_id = $1 order by version`,
      id,
    );
    expect(versions).toEqual([
      { version: 1, tags: [kept, gone].toSorted() },
      { version: 2, tags: [kept] },
    ]);
  });

  it('does not change what a restore brings back of a record it touched in the trash', async () => {
    const author = await create('User', { email: 'away@x.example', displayName: 'Away', role: 'EDITOR' });
    const id = await post();
    const comment = await create('Comment', { body: 'Yes', postId: id, authorId: author });
    await remove('Post', id);
    await remove('User', author);
    await purge('User', author);
    const [{ version } = { version: 0 }] = await rows('select version from comment where id = $1', comment);
    expect(version).toBe(3);
    await mustMutate(server, [['restorePost', { id, expectedVersion: 2 }]]);
    expect(await rows('select version, deleted_at from comment where id = $1', comment)).toEqual([
      { version: 4, deleted_at: null },
    ]);
  });

  it('leaves no way back to a version that refers to it, and says so', async () => {
    const author = await create('User', { email: 'past@x.example', displayName: 'Past', role: 'EDITOR' });
    const tag = await create('Tag', { name: 'past' });
    const id = await post({ authorId: author, tagIds: [tag] });
    await mustMutate(server, [['updatePost', { id, expectedVersion: 1, patch: { authorId: null, tagIds: [] } }]]);
    await remove('User', author);
    await remove('Tag', tag);
    const revert = (expectedVersion: number) => mutate(server, [['revertPost', { id, expectedVersion, toVersion: 1 }]]);
    await mustMutate(server, [['revertPost', { id, expectedVersion: 2, toVersion: 1 }]]);
    await purge('User', author);
    expect((await revert(4)).error).toMatchObject({
      message: 'authorId: there is no such User.',
      extensions: { code: 'NOT_FOUND', field: 'authorId' },
    });
    await purge('Tag', tag);
    expect(await rows('select version, author_id from post where id = $1', id)).toEqual([
      { version: 5, author_id: null },
    ]);
  });

  it('may be one operation with changes of what it touches, before it and after it', async () => {
    const author = await create('User', { email: 'both@x.example', displayName: 'Both', role: 'EDITOR' });
    const tag = await create('Tag', { name: 'both' });
    const id = await post({ authorId: author, tagIds: [tag] });
    await remove('User', author);
    await remove('Tag', tag);
    const { code, made } = await mutate(server, [
      ['updatePost', { id, expectedVersion: 1, patch: { title: 'before' } }],
      ['purgeUser', { id: author, expectedVersion: 2 }],
      ['updatePost', { id, expectedVersion: 3, patch: { title: 'between' } }],
      ['purgeTag', { id: tag, expectedVersion: 2 }],
      ['updatePost', { id, expectedVersion: 5, patch: { title: 'after' } }],
    ]);
    expect(code).toBe('DONE');
    expect(new Set(made.map(({ changeSetId }) => changeSetId)).size).toBe(1);
    const changed = await rows('select version, changed from entity_version where entity_id = $1 order by version', id);
    expect(changed.slice(1)).toEqual([
      { version: 2, changed: ['title'] },
      { version: 3, changed: ['author_id'] },
      { version: 4, changed: ['title'] },
      { version: 5, changed: ['tag_ids'] },
      { version: 6, changed: ['title'] },
    ]);
  });

  it.each(['backfill', 'purge'])('is told of its caller, also where the operation is named %s', async (name) => {
    const id = await post();
    await remove('Post', id);
    const document = `mutation ${name} ($input: DeletePostInput!) { purgePost(input: $input) { changeSet { id } } }`;
    dataOf(await server.graphql(document, { input: { id, expectedVersion: 2 } }));
    const entries = await rows(
      `select a.actor_kind, a.actor_id, s.operation_name from audit_entry a join change_set s on s.id = a.change_set_id
       where a.entity_id = $1 and a.action = 'post.purge'`,
      id,
    );
    expect(entries).toEqual([{ actor_kind: 'USER', actor_id: server.organization.users.ADMIN, operation_name: name }]);
  });

  it('is refused for a living record, a stale version and an unknown id', async () => {
    const id = await post();
    const living = await purge('Post', id, 1);
    expect(living.error).toMatchObject({
      message: 'The Post is not deleted.',
      extensions: { code: 'CONFLICT', currentVersion: 1, deleted: false },
    });
    await remove('Post', id);
    expect((await purge('Post', id, 1)).error).toMatchObject({
      message: 'The Post is at version 2, not 1.',
      extensions: { code: 'CONFLICT', currentVersion: 2, deleted: true },
    });
    const other = await server.addOrganization(`other-${++count}`);
    const foreign = await server.graphql(
      'mutation ($input: DeletePostInput!) { purgePost(input: $input) { post { id } } }',
      { input: { id, expectedVersion: 2 } },
      other.tokens.ADMIN,
    );
    expect(foreign.errors.map(({ message, extensions: { code } }) => ({ message, code }))).toEqual([
      { message: 'There is no such Post.', code: 'NOT_FOUND' },
    ]);
    expect(await rows('select version from post where id = $1', id)).toEqual([{ version: 2 }]);
  });

  it('is refused while something refers to it that must refer to something', async () => {
    const floor = await create('Floor', { name: 'first' });
    const plaque = await create('Plaque', { text: 'Here', floorId: floor });
    await remove('Floor', floor);
    const refused = await purge('Floor', floor);
    expect(refused.error).toMatchObject({
      message: 'A Plaque still refers to it and must have something to refer to.',
      extensions: { code: 'CONFLICT', id: floor, blockedBy: { entityType: 'Plaque', id: plaque } },
    });
    await remove('Plaque', plaque);
    await purge('Plaque', plaque);
    expect((await purge('Floor', floor)).code).toBe('DONE');
  });

  it('answers and removes also a row that was deleted before its history', async () => {
    const id = randomUUID();
    await asSuperuser(server.database.superuserUrl, async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query(`insert into tag (id, tenant_id, name, deleted_at) values ($1, $2, 'old', now())`, [
        id,
        server.organization.id,
      ]);
    });
    expect(await purge('Tag', id, 1)).toMatchObject({ code: 'DONE', made: [{ id, version: 1 }] });
    expect(await rows('select version from tombstone where entity_id = $1', id)).toEqual([{ version: 1 }]);
  });

  it.each(['record_removal', 'record_hold', 'refuse_held'])(
    'cannot be feigned by a temporary table that calls %s',
    async (called) => {
      await asSuperuser(server.database.superuserUrl, (superuser) =>
        superuser.query(
          `do $$ begin execute format('grant temporary on database %I to public', current_database()); end $$`,
        ),
      );
      await asSuperuser(server.database.applicationUrl, async (application) => {
        await application.query('create temp table tag (like public.tag)');
        const feigning = application.query(
          `create trigger feigned after delete on pg_temp.tag for each row execute function palimpsest.${called}()`,
        );
        await expect(feigning).rejects.toThrow(`permission denied for function palimpsest.${called}`);
      });
    },
  );

  it('is undone with the operation it is part of', async () => {
    const id = await post();
    await remove('Post', id);
    const { code } = await mutate(server, [
      ['purgePost', { id, expectedVersion: 2 }],
      ['updatePost', { id: await post(), expectedVersion: 7, patch: {} }],
    ]);
    expect(code).toBe('CONFLICT');
    expect(await rows('select version from post where id = $1', id)).toEqual([{ version: 2 }]);
    expect(await rows('select from tombstone where entity_id = $1', id)).toEqual([]);
  });

  it('leaves nothing that verification finds fault with', async () => {
    expect(await findings(server)).toEqual([]);
  });
});
