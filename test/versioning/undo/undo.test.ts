import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Records } from '../../conformance/records.js';
import { World } from '../../conformance/world.js';
import { Role } from '../../../src/auth/role.js';
import { dataOf } from '../../support/graphql-client.js';
import { findings } from '../../support/findings.js';
import { Undoing } from './undoing.js';

let world: World;
let undoing: Undoing;
let posts: Records;
let comments: Records;
let tags: Records;
let users: Records;
let count = 0;

beforeAll(async () => {
  world = await World.open({});
  undoing = new Undoing(world);
  [posts, comments, tags, users] = [world.of('Post'), world.of('Comment'), world.of('Tag'), world.of('User')];
});
afterAll(() => world.close());

const post = (values: object = {}) =>
  posts.create({ title: 'Ink', slug: `ink-${(count += 1)}`, body: 'Gall', ...values });
const tag = () => tags.create({ name: `tag ${(count += 1)}` });
const state = async (id: string) => (await posts.read(id, 'INCLUDE'))!;
/** Several changes in one change set. @returns its id */
async function together(fields: string): Promise<string> {
  const data = await world.ask<Record<string, { changeSet: { id: string } }>>(`mutation { ${fields} }`);
  return Object.values(data)[0]!.changeSet.id;
}

describe('Undo', () => {
  it('of a middle change keeps later edits of other fields, and stands on both change sets', async () => {
    const { id } = await post();
    const { changeSet } = await posts.update(id, 1, { title: 'Iron', status: 'PUBLISHED' });
    await posts.update(id, 2, { body: 'Oak gall' });
    const { steps, possible } = await undoing.plan(changeSet!);
    expect(possible).toBe(true);
    expect(steps).toEqual([
      {
        entityId: id,
        entityType: 'Post',
        operation: 'UPDATE',
        changes: [
          { field: 'title', before: 'Iron', after: 'Ink' },
          { field: 'status', before: 'PUBLISHED', after: 'DRAFT' },
        ],
        conflicts: [],
        blockedBy: null,
        liftedBy: [],
      },
    ]);
    const undo = await undoing.make(changeSet!, {}, 'too early');
    expect((await state(id)).state).toMatchObject({ title: 'Ink', status: 'DRAFT', body: 'Oak gall' });
    const { undone, made, auditLog } = await world.ask<Record<string, unknown>>(
      `query ($of: ID!, $id: ID!, $entity: ID!) {
        undone: changeSet(id: $of) { undoes { id } undoneBy { id reason } }
        made: changeSet(id: $id) { undoes { id } undoneBy { id } versions { nodes { operation } } }
        auditLog(first: 1, filter: { entityId: $entity }) { nodes { action before after } } }`,
      { of: changeSet, id: undo, entity: id },
    );
    expect(undone).toEqual({ undoes: null, undoneBy: { id: undo, reason: 'too early' } });
    expect(made).toEqual({ undoes: { id: changeSet }, undoneBy: null, versions: { nodes: [{ operation: 'UNDO' }] } });
    expect(auditLog).toEqual({
      nodes: [
        {
          action: 'post.undo',
          before: { title: 'Iron', status: 'PUBLISHED' },
          after: { title: 'Ink', status: 'DRAFT' },
        },
      ],
    });
  });

  it('of an undo brings back what was undone, which then is not undone any more, until that is undone', async () => {
    const { id } = await post();
    const { changeSet } = await posts.update(id, 1, { title: 'Iron' });
    const undoneBy = async () =>
      (
        await world.ask<{ changeSet: { undoneBy: { id: string } | null } }>(
          'query ($id: ID!) { changeSet(id: $id) { undoneBy { id } } }',
          { id: changeSet },
        )
      ).changeSet.undoneBy?.id;
    const first = await undoing.make(changeSet!);
    const second = await undoing.make(first);
    expect((await state(id)).state).toMatchObject({ title: 'Iron' });
    expect(await undoneBy()).toBeUndefined();
    await undoing.make(second);
    expect((await state(id)).state).toMatchObject({ title: 'Ink' });
    expect(await undoneBy()).toBe(first);
  });

  it('takes a record along with the owner that it came back to, and puts back whose it was', async () => {
    const [first, second] = [await post(), await post()];
    const comment = await comments.create({ body: 'Vellum', postId: first.id });
    await comments.delete(comment.id, 1);
    await posts.delete(second.id, 1);
    const changeSet = await together(`
      a: restorePost(input: { id: "${second.id}", expectedVersion: 2 }) { changeSet { id } }
      b: restoreComment(input: { id: "${comment.id}", expectedVersion: 2, patch: { postId: "${second.id}" } }) { changeSet { id } }`);
    await undoing.make(changeSet);
    const { deletedAt, state: then } = (await comments.read(comment.id, 'INCLUDE'))!;
    expect(deletedAt).not.toBeNull();
    expect(then).toMatchObject({ postId: first.id });
    expect((await state(second.id)).deletedAt).not.toBeNull();
    expect(await findings(world.server)).toEqual([]);
  });

  it('leaves the choice of what others have changed since', async () => {
    const { id } = await post();
    const { changeSet } = await posts.update(id, 1, { title: 'Iron', body: 'Oak' });
    await posts.update(id, 2, { title: 'Lead' });
    const open = await undoing.plan(changeSet!);
    expect(open).toMatchObject({
      possible: false,
      steps: [
        { changes: [{ field: 'body' }], conflicts: [{ field: 'title', base: 'Iron', theirs: 'Lead', yours: 'Ink' }] },
      ],
    });
    expect(await undoing.refused(changeSet!, open.planHash)).toMatchObject({
      message: `1 conflict is open: title of the Post ${id}. Resolve it for PRESENT or FORMER.`,
      extensions: { code: 'BAD_USER_INPUT', field: 'resolutions' },
    });
    const decide = (keep: 'PRESENT' | 'FORMER') => ({ resolutions: [{ entityId: id, field: 'title', keep }] });
    const kept = await undoing.make(changeSet!, decide('PRESENT'));
    expect((await state(id)).state).toMatchObject({ title: 'Lead', body: 'Gall' });
    await undoing.make(kept);
    await undoing.make(changeSet!, decide('FORMER'));
    expect((await state(id)).state).toMatchObject({ title: 'Ink', body: 'Gall' });
  });

  it('puts links back one by one', async () => {
    const [kept, removed, added, later] = await Promise.all([tag(), tag(), tag(), tag()]);
    const { id } = await post({ tagIds: [kept.id, removed.id] });
    const { changeSet } = await posts.update(id, 1, { tagIds: [kept.id, added.id] });
    await posts.update(id, 2, { tagIds: [added.id, later.id] });
    await undoing.make(changeSet!);
    expect((await state(id)).state['tagIds']).toEqual([removed.id, later.id].toSorted());
  });

  it('of a creation deletes, with the children made with it; what came later to it is for somebody to decide', async () => {
    const { id, changeSet } = await post();
    const comment = await comments.create({ body: 'late', postId: id });
    const { steps } = await undoing.plan(changeSet!);
    expect(steps).toMatchObject([
      { operation: 'DELETE', conflicts: [{ field: 'comments', base: [], theirs: [comment.id], yours: [] }] },
    ]);
    const decide = (keep: 'PRESENT' | 'FORMER') => ({ resolutions: [{ entityId: id, field: 'comments', keep }] });
    expect((await undoing.plan(changeSet!, decide('PRESENT'))).steps).toEqual([]);
    const undo = await undoing.make(changeSet!, decide('FORMER'));
    expect(await posts.read(id)).toBeNull();
    expect(await comments.read(comment.id)).toBeNull();
    const { trash } = await world.ask<{ trash: { nodes: object[] } }>(
      '{ trash(first: 1) { nodes { cascadeSize entity { id } } } }',
    );
    expect(trash.nodes).toEqual([{ cascadeSize: 1, entity: { id } }]);
    // It can be restored as after any other deletion, too.
    await posts.restore(id, 2);
    expect(await comments.read(comment.id)).toMatchObject({ version: 3 });
    await posts.delete(id, 3);
    await expect(undoing.plan(undo)).resolves.toMatchObject({ possible: false });
  });

  it('of a creation that others have edited since asks whether their work may go', async () => {
    const { id, changeSet } = await post();
    await posts.update(id, 1, { body: 'theirs' });
    expect(await undoing.plan(changeSet!)).toMatchObject({
      possible: false,
      steps: [{ operation: 'DELETE', conflicts: [{ field: 'body', base: 'Gall', theirs: 'theirs', yours: null }] }],
    });
    await undoing.make(changeSet!, { resolutions: [{ entityId: id, field: 'body', keep: 'FORMER' }] });
    expect(await state(id)).toMatchObject({ version: 3, state: { body: 'theirs' } });
  });

  it('of a deletion restores exactly what it took along', async () => {
    const { id } = await post();
    const [before, along] = [
      await comments.create({ body: 'a', postId: id }),
      await comments.create({ body: 'b', postId: id }),
    ];
    await comments.delete(before.id, 1);
    const { changeSet } = await posts.delete(id, 1);
    const undo = await undoing.make(changeSet!);
    expect(await comments.read(along.id)).toMatchObject({ version: 3 });
    expect(await comments.read(before.id)).toBeNull();
    await undoing.make(undo);
    expect(await comments.read(along.id)).toBeNull();
    expect(await posts.read(id)).toBeNull();
    await posts.restore(id, 4);
    expect(await comments.read(along.id)).toMatchObject({ version: 5 });
  });

  it('of a restoration with a patch deletes it as it was before', async () => {
    const slug = `wanted-${(count += 1)}`;
    const { id } = await post({ slug });
    await posts.delete(id, 1);
    await post({ slug });
    const { changeSet } = await posts.restore(id, 2, { slug: `other-${count}` });
    await undoing.make(changeSet!);
    expect(await state(id)).toMatchObject({ deletedAt: expect.any(String), state: { slug } });
    expect((await undoing.plan(changeSet!)).steps).toEqual([]);
  });

  it('lets records take the keys that others give up, also in a ring', async () => {
    const [a, b, c] = [await post(), await post(), await post()];
    const slugs = [a, b, c].map(({ state: { slug } }) => slug as string);
    const update = (n: number, id: string, version: number, slug: string) =>
      `u${n}: updatePost(input: { id: "${id}", expectedVersion: ${version}, patch: { slug: "${slug}" } }) { changeSet { id } }`;
    const swap = await together(
      [
        update(1, a.id, 1, 'aside'),
        update(2, b.id, 1, slugs[0]!),
        update(3, c.id, 1, slugs[1]!),
        update(4, a.id, 2, slugs[2]!),
      ].join(' '),
    );
    const now = async () => Promise.all([a, b, c].map(async ({ id }) => (await state(id)).state['slug']));
    expect(await now()).toEqual([slugs[2], slugs[0], slugs[1]]);
    const undo = await undoing.make(swap);
    expect(await now()).toEqual(slugs);
    await undoing.make(undo);
    expect(await now()).toEqual([slugs[2], slugs[0], slugs[1]]);
  });

  it('of a replacement brings back what had the key, and what moved to the new one', async () => {
    const slug = `place-${(count += 1)}`;
    const old = await post({ slug });
    const comment = await comments.create({ body: 'moves', postId: old.id });
    const made = await post({ slug: `${slug}-new` });
    const replace = await together(`
      moved: updateComment(input: { id: "${comment.id}", expectedVersion: 1, patch: { postId: "${made.id}" } }) { changeSet { id } }
      gone: deletePost(input: { id: "${old.id}", expectedVersion: 1 }) { changeSet { id } }
      named: updatePost(input: { id: "${made.id}", expectedVersion: 1, patch: { slug: "${slug}" } }) { changeSet { id } }`);
    await undoing.make(replace);
    expect(await state(old.id)).toMatchObject({ deletedAt: null, state: { slug } });
    expect(await state(made.id)).toMatchObject({ state: { slug: `${slug}-new` } });
    expect((await comments.read(comment.id))!.state).toMatchObject({ postId: old.id });
  });

  it('of a creation lets go what was moved to it', async () => {
    const home = await post();
    const comment = await comments.create({ body: 'moves', postId: home.id });
    const { id: made, changeSet } = await post();
    const move = await comments.update(comment.id, 1, { postId: made });
    expect(await undoing.plan(changeSet!)).toMatchObject({
      possible: false,
      steps: [{ conflicts: [{ field: 'comments' }] }],
    });
    await undoing.make(move.changeSet!);
    await undoing.make(changeSet!);
    expect((await comments.read(comment.id))!.state).toMatchObject({ postId: home.id });
  });

  it('narrows to records', async () => {
    const [a, b] = [await post(), await post()];
    const both = await together(
      [a, b]
        .map(
          ({ id }, n) =>
            `u${n}: updatePost(input: { id: "${id}", expectedVersion: 1, patch: { title: "T" } }) { changeSet { id } }`,
        )
        .join(' '),
    );
    await undoing.make(both, { only: [b.id] });
    expect((await state(a.id)).state).toMatchObject({ title: 'T' });
    expect((await state(b.id)).state).toMatchObject({ title: 'Ink' });
  });
});

describe('A step is blocked', () => {
  it('by who has taken the unique key meanwhile', async () => {
    const slug = `key-${(count += 1)}`;
    const { id } = await post({ slug });
    const { changeSet } = await posts.update(id, 1, { slug: `${slug}-2` });
    const taker = await post({ slug });
    expect(await undoing.blocks(changeSet!)).toEqual({ [id]: `The Post ${taker.id} has this slug by now.` });
    expect(await undoing.lifts(changeSet!)).toEqual(['slug']);
    const { changeSet: deletion } = await posts.delete(id, 2);
    await post({ slug: `${slug}-2` });
    const [block] = Object.values(await undoing.blocks(deletion!));
    expect(block).toMatch(/^The Post [0-9a-f-]{36} has this slug by now\.$/);
    // It has it already, in the trash: there is nothing to be kept in place of it.
    expect(await undoing.lifts(deletion!)).toEqual([]);
  });

  it('by an owner that was deleted or purged meanwhile', async () => {
    const { id } = await post();
    const comment = await comments.create({ body: 'c', postId: id });
    const { changeSet } = await comments.delete(comment.id, 1);
    await posts.delete(id, 1);
    expect(await undoing.blocks(changeSet!)).toEqual({
      [comment.id]: `The Post ${id} that it belongs to is deleted; restore that first.`,
    });
    expect(await undoing.lifts(changeSet!)).toEqual([]);
  });

  it('by a legal hold on what would be moved away', async () => {
    const [from, to] = [await post(), await post()];
    const comment = await comments.create({ body: 'c', postId: from.id });
    const { changeSet } = await comments.update(comment.id, 1, { postId: to.id });
    await world.ask(`mutation { placeLegalHold(input: { id: "${to.id}", reason: "r" }) { legalHold { reason } } }`);
    expect(await undoing.blocks(changeSet!)).toEqual({
      [comment.id]: 'A legal hold keeps the Comment with what it belongs to.',
    });
    expect(await undoing.lifts(changeSet!)).toEqual(['postId']);
  });

  it('where the record was deleted since, or removed for good', async () => {
    const { id } = await post();
    const { changeSet } = await posts.update(id, 1, { title: 'T' });
    await posts.delete(id, 2);
    expect(await undoing.blocks(changeSet!)).toEqual({ [id]: 'The Post has been deleted since; restore it first.' });
    expect(await undoing.lifts(changeSet!)).toEqual([]);
    const { planHash } = await undoing.plan(changeSet!);
    expect(await undoing.refused(changeSet!, planHash)).toMatchObject({
      message: `1 of 1 steps cannot be made. The Post has been deleted since; restore it first. That is in the way of the Post ${id}.`,
      extensions: { code: 'BAD_USER_INPUT', field: 'changeSet' },
    });
    const purge = await posts.purge(id, 3);
    expect(await undoing.blocks(changeSet!)).toEqual({ [id]: 'The Post has been removed for good.' });
    expect(await undoing.blocks(purge.changeSet!)).toEqual({
      [id]: 'The Post was removed for good; what is purged cannot be brought back.',
    });
  });

  it('by a reference or link to what was purged, unless the present is kept', async () => {
    const user = await users.create();
    const gone = await tag();
    const { id } = await post({ authorId: user.id, tagIds: [gone.id] });
    const { changeSet } = await posts.update(id, 1, { authorId: null, tagIds: [], title: 'T' });
    for (const [records, record] of [
      [users, user],
      [tags, gone],
    ] as const) {
      await records.delete(record.id, 1);
      await records.purge(record.id, 2);
    }
    expect((await undoing.blocks(changeSet!))[id]!.split('. ')).toEqual([
      `authorId: the User ${user.id} has been removed for good; keep the present value`,
      `tagIds: the Tag ${gone.id} has been removed for good; keep the present value.`,
    ]);
    expect(await undoing.lifts(changeSet!)).toEqual(['authorId', 'tagIds']);
    const kept = ['authorId', 'tagIds'].map((field) => ({ entityId: id, field, keep: 'PRESENT' as const }));
    await undoing.make(changeSet!, { resolutions: kept });
    expect((await state(id)).state).toMatchObject({ title: 'Ink', authorId: null });
  });

  it('by more links than a record may have', async () => {
    const removed = await tag();
    const { id } = await post({ tagIds: [removed.id] });
    const { changeSet } = await posts.update(id, 1, { tagIds: [] });
    const many = await world.rows(
      `insert into tag (id, tenant_id, name) select gen_random_uuid(), tenant_id, 'many ' || n
       from tag, generate_series(1, 20) n where id = $1 returning id`,
      [removed.id],
    );
    await posts.update(id, 2, { tagIds: many.map((row) => row['id']) });
    expect((await undoing.blocks(changeSet!))[id]).toMatch(
      /^tagIds: with what others have added since there would be more than 20; /,
    );
  });

  it('where a value was never kept', async () => {
    const user = await users.create();
    const { changeSet } = await users.update(user.id, 1, { displayName: 'Other', password: 'quite another password' });
    expect(await undoing.blocks(changeSet!)).toEqual({
      [user.id]: 'password: its values are not kept, so it cannot be put back; keep the present one.',
    });
    expect(await undoing.lifts(changeSet!)).toEqual(['password']);
    await undoing.make(changeSet!, { resolutions: [{ entityId: user.id, field: 'password', keep: 'PRESENT' }] });
    expect((await users.read(user.id))!.state).toMatchObject({ displayName: user.state['displayName'] });
  });

  it('where retention has let go of a version', async () => {
    const { id } = await post();
    const { changeSet } = await posts.update(id, 1, { title: 'T' });
    await posts.update(id, 2, { body: 'B' });
    await world.rows(`delete from entity_version where entity_id = $1 and version = 1`, [id]);
    await world.rows(
      `insert into history_start (entity_id, entity_type, version, tenant_id) values ($1, 'post', 2, $2)`,
      [id, world.organization.id],
    );
    expect(await undoing.blocks(changeSet!)).toEqual({
      [id]: 'Version 1, from which it was changed, is kept no longer.',
    });
    await world.rows(`delete from entity_version where entity_id = $1 and version = 2`, [id]);
    await world.rows(`update history_start set version = 3 where entity_id = $1`, [id]);
    expect(await undoing.blocks(changeSet!)).toEqual({
      [id]: 'Version 2 of the Post, which the change set made, is kept no longer.',
    });
  });
});

describe('A step of an entity that is no more', () => {
  it('is blocked, and what else the change set did is not', async () => {
    const [gone, other] = [await post(), await post()];
    const both = await together(
      [gone, other]
        .map(
          ({ id }, n) =>
            `u${n}: updatePost(input: { id: "${id}", expectedVersion: 1, patch: { title: "T" } }) { changeSet { id } }`,
        )
        .join(' '),
    );
    // As its versions are once its table is retired.
    const rename = (from: string, to: string) =>
      world.rows('update entity_version set entity_type = $3 where entity_id = $1 and entity_type = $2', [
        gone.id,
        from,
        to,
      ]);
    await rename('post', 'deal');
    expect(await undoing.blocks(both)).toEqual({
      [gone.id]: 'There is no entity deal any more, or this server does not know it yet.',
      [other.id]: null,
    });
    await undoing.make(both, { only: [other.id] });
    await rename('deal', 'post');
  });
});

describe('A unique key of some records', () => {
  const index = 'sole_title';
  beforeAll(() =>
    world.rows(
      `create unique index ${index} on post (tenant_id, title) where body = 'sole' and status <> 'DRAFT' and deleted_at is null`,
    ),
  );
  afterAll(() => world.rows(`drop index ${index}`));
  const sole = { body: 'sole', status: 'PUBLISHED' };

  it('is not asked of what the undo does not make one of them', async () => {
    await post({ ...sole, title: 'First' });
    const { id } = await post({ ...sole, title: 'First', status: 'DRAFT' });
    const { changeSet } = await posts.update(id, 1, { title: 'Second' });
    await undoing.make(changeSet!);
    expect((await state(id)).state['title']).toBe('First');
  });

  it('is asked of what the undo makes one of them again, also by another field', async () => {
    const { id } = await post({ ...sole, title: 'Third' });
    const { changeSet } = await posts.update(id, 1, { status: 'DRAFT' });
    const holder = await post({ ...sole, title: 'Third' });
    expect(await undoing.blocks(changeSet!)).toEqual({ [id]: `The Post ${holder.id} has this title by now.` });
    expect(await undoing.lifts(changeSet!)).toEqual(['status']);
  });
});

describe('A unique key of what stands in JSON', () => {
  const index = 'sole_isbn';
  beforeAll(() =>
    world.rows(`create unique index ${index} on post (tenant_id, (metadata ->> 'isbn')) where deleted_at is null`),
  );
  afterAll(() => world.rows(`drop index ${index}`));

  it('is found with whoever has it, by a change and by a plan', async () => {
    const { id } = await post({ metadata: { isbn: '0' } });
    const { changeSet } = await posts.update(id, 1, { metadata: { isbn: '1' } });
    const holder = await post({ metadata: { pages: 1e21, isbn: '0' } });
    expect(await undoing.blocks(changeSet!)).toEqual({ [id]: `The Post ${holder.id} has this metadata by now.` });
    expect(await undoing.lifts(changeSet!)).toEqual(['metadata']);
    const refusals = [
      await posts.refused('create', { title: 'T', slug: `ink-${(count += 1)}`, body: '', metadata: { isbn: '0' } }),
      await posts.refused('revert', { id, expectedVersion: 2, toVersion: 1 }),
    ];
    for (const { extensions } of refusals) {
      expect(extensions).toMatchObject({ code: 'ALREADY_EXISTS', fields: ['metadata'], conflictingId: holder.id });
    }
  });
});

describe('A plan', () => {
  it('is the same as long as nothing moves, and is refused once one of its records has', async () => {
    const [a, b] = [await post(), await post()];
    const both = await together(
      [a, b]
        .map(
          ({ id }, n) =>
            `u${n}: updatePost(input: { id: "${id}", expectedVersion: 1, patch: { title: "T" } }) { changeSet { id } }`,
        )
        .join(' '),
    );
    const { planHash } = await undoing.plan(both);
    await post();
    expect((await undoing.plan(both)).planHash).toBe(planHash);
    await posts.update(b.id, 2, { body: 'moved' });
    expect(await undoing.refused(both, planHash)).toMatchObject({
      message: `The Post ${b.id} is at version 3 by now, so the plan no longer holds; nothing was changed. Make a new plan.`,
      extensions: {
        code: 'PLAN_STALE',
        moved: [{ entityType: 'Post', id: b.id, version: 2, currentVersion: 3 }],
      },
    });
  });

  it('is refused once a child has come to what it deletes, and once a key is taken', async () => {
    const { id, changeSet } = await post();
    const { planHash } = await undoing.plan(changeSet!);
    const comment = await comments.create({ body: 'c', postId: id });
    expect((await undoing.refused(changeSet!, planHash)).extensions).toMatchObject({
      code: 'PLAN_STALE',
      moved: [{ entityType: 'Comment', id: comment.id, version: null, currentVersion: 1 }],
    });
    const renamed = await post();
    const rename = await posts.update(renamed.id, 1, { slug: `renamed-${count}` });
    const plan = await undoing.plan(rename.changeSet!);
    const holder = await post({ slug: renamed.state['slug'] });
    expect(await undoing.refused(rename.changeSet!, plan.planHash)).toMatchObject({
      message: `The Post ${holder.id} has this slug by now, so the plan no longer holds; nothing was changed. Make a new plan.`,
      extensions: {
        code: 'PLAN_STALE',
        moved: [{ entityType: 'Post', id: holder.id, version: null, currentVersion: 1 }],
      },
    });
  });

  it('is refused once a migration has changed in which shape values are read', async () => {
    const { id } = await post();
    const { changeSet } = await posts.update(id, 1, { title: 'T' });
    const { planHash } = await undoing.plan(changeSet!);
    const [{ shape }] = (await world.rows<{ shape: number }>(
      `insert into entity_shape (entity_type, shape, steps, columns)
       select entity_type, shape + 1, '[]', columns from entity_shape where entity_type = 'post' order by shape desc limit 1
       returning shape`,
    )) as [{ shape: number }];
    expect((await undoing.refused(changeSet!, planHash)).extensions).toMatchObject({ code: 'PLAN_STALE', moved: [] });
    await world.rows(`delete from entity_shape where entity_type = 'post' and shape = $1`, [shape]);
    dataOf(await undoing.send(changeSet!, planHash));
  });

  it('of something else is no plan of this', async () => {
    const { id } = await post();
    const { changeSet } = await posts.update(id, 1, { title: 'T' });
    const { planHash } = await undoing.plan(changeSet!, { only: [id] });
    for (const hash of [planHash, 'x', '']) {
      expect((await undoing.refused(changeSet!, hash)).extensions).toMatchObject({
        code: 'BAD_USER_INPUT',
        field: 'planHash',
      });
    }
  });

  it('is for those who may change what is undone', async () => {
    const { id } = await post();
    const { changeSet } = await posts.update(id, 1, { title: 'T' });
    const user = await users.create();
    const of = (role: Role) => new Undoing(world.as(world.organization, role));
    const codeOf = async (role: Role, of_: string) =>
      (await of(role).sendPlan(of_)).errors[0]?.extensions.code ?? 'planned';
    expect(await codeOf(Role.VIEWER, changeSet!)).toBe('FORBIDDEN');
    expect(await codeOf(Role.EDITOR, changeSet!)).toBe('planned');
    expect(await codeOf(Role.EDITOR, user.changeSet!)).toBe('FORBIDDEN');
    const { planHash } = await undoing.plan(user.changeSet!);
    const { data, errors } = await of(Role.EDITOR).send(user.changeSet!, planHash);
    expect([data, errors[0]!.extensions.code]).toEqual([null, 'FORBIDDEN']);
    expect(await users.read(user.id)).toMatchObject({ version: 1 });
    await of(Role.EDITOR).make(changeSet!);
    await undoing.make(user.changeSet!);
  });

  it.each([
    ['a change set that changed no record', {}, 'BAD_USER_INPUT'],
    ['a record that it did not change', { only: ['0197f3a0-0000-7000-8000-00000000dead'] }, 'NOT_FOUND'],
    ['a field that is none', { field: 'nothing' }, 'BAD_USER_INPUT'],
    ['both decisions at once', { field: 'title', twice: true }, 'BAD_USER_INPUT'],
  ])(
    'is refused for %s',
    async (what, { only, field, twice }: { only?: string[]; field?: string; twice?: boolean }, code) => {
      const { id } = await post();
      const { changeSet } = await posts.update(id, 1, { title: 'T' });
      const hold = await world.ask<{ placeLegalHold: { legalHold: { changeSet: { id: string } } } }>(
        'mutation ($id: ID!) { placeLegalHold(input: { id: $id, reason: "r" }) { legalHold { changeSet { id } } } }',
        { id },
      );
      const of = what.startsWith('a change set') ? hold.placeLegalHold.legalHold.changeSet.id : changeSet!;
      const keeps = twice ? (['PRESENT', 'FORMER'] as const) : (['PRESENT'] as const);
      const resolutions = field === undefined ? [] : keeps.map((keep) => ({ entityId: id, field, keep }));
      const { errors } = await undoing.sendPlan(of, { ...(only && { only }), resolutions });
      expect(errors.map(({ extensions }) => extensions.code)).toEqual([code]);
    },
  );

  it('is made alone', async () => {
    const { id } = await post();
    const { changeSet } = await posts.update(id, 1, { title: 'T' });
    const { planHash } = await undoing.plan(changeSet!);
    const { errors } = await world.send(`mutation {
      undo(input: { changeSet: "${changeSet}", planHash: "${planHash}" }) { changeSet { id } }
      createTag(input: { name: "beside" }) { tag { id } } }`);
    expect(errors).toMatchObject([{ message: 'undo and other mutations cannot be one operation.' }]);
    dataOf(await undoing.send(changeSet!, planHash));
    const again = await undoing.plan(changeSet!);
    expect(again).toMatchObject({ steps: [], possible: true });
    expect(await undoing.refused(changeSet!, again.planHash)).toMatchObject({
      message: 'There is nothing left to undo.',
      extensions: { code: 'BAD_USER_INPUT', field: 'changeSet' },
    });
    const none = await undoing.plan(changeSet!, { only: [] });
    expect(none).toMatchObject({ steps: [], possible: true });
    expect(await undoing.refused(changeSet!, none.planHash, { only: [] })).toMatchObject({
      message: 'There is nothing left to undo.',
      extensions: { code: 'BAD_USER_INPUT', field: 'only' },
    });
  });

  it('takes no decision on what the change set did not change', async () => {
    const { id, changeSet: creation } = await post();
    const { changeSet } = await posts.update(id, 1, { title: 'T', tagIds: [(await tag()).id] });
    const deletion = (await posts.delete(id, 2)).changeSet;
    const decide = (of: string, field: string, keep: 'PRESENT' | 'FORMER') =>
      undoing.sendPlan(of, { resolutions: [{ entityId: id, field, keep }] });
    for (const keep of ['PRESENT', 'FORMER'] as const) {
      for (const field of ['body', 'comments', 'deletedAt']) {
        expect((await decide(changeSet!, field, keep)).errors).toMatchObject([
          {
            message: `resolutions: the change set changed title, tagIds of the Post ${id}, and not ${field}.`,
            extensions: { code: 'BAD_USER_INPUT', field: 'resolutions' },
          },
        ]);
      }
      expect((await decide(deletion!, 'title', keep)).errors).toMatchObject([
        { message: `resolutions: the change set changed deletedAt of the Post ${id}, and not title.` },
      ]);
      dataOf(await decide(changeSet!, 'tagIds', keep));
      dataOf(await decide(deletion!, 'deletedAt', keep));
      // What came to what it made, or was changed of it, is only known once it has.
      dataOf(await decide(creation!, 'comments', keep));
    }
  });
});

it('All of this leaves a history in which nothing is found fault with', async () => {
  expect(await findings(world.server)).toEqual([]);
});
