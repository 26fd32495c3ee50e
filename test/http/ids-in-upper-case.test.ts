import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { World } from '../conformance/world.js';

let world: World;
/** A tag, and a post that has it, by another user; made and then changed. */
let tag: string;
let author: string;
let post: string;
let changeSet: string;

beforeAll(async () => {
  world = await World.open({});
  tag = await world.target('Tag');
  author = world.organization.users.EDITOR;
  const { createPost } = await world.ask<{ createPost: { post: { id: string } } }>(
    `mutation ($tags: [ID!]!) { createPost(input: { title: "T", slug: "upper", body: "B", authorId: "${upper(author)}", tagIds: $tags }) { post { id } } }`,
    { tags: [upper(tag)] },
  );
  post = createPost.post.id;
  changeSet = await retitle('second', 1);
  await retitle('third', 2);
});
afterAll(() => world.close());

const upper = (id: string) => id.toUpperCase();

async function retitle(title: string, expectedVersion: number): Promise<string> {
  const { updatePost } = await world.ask<{ updatePost: { changeSet: { id: string } } }>(
    'mutation ($input: UpdatePostInput!) { updatePost(input: $input) { changeSet { id } } }',
    { input: { id: upper(post), expectedVersion, patch: { title } } },
  );
  return updatePost.changeSet.id;
}

describe('An id in upper case', () => {
  it.each([
    ['post(id: $post) { id author { id } tags { id } }'],
    ['node(id: $post) { id }'],
    ['node(id: $post, asOf: { changeSet: $changeSet }) { id ... on Post { title } }'],
    ['posts(filter: { authorId: { in: [$author] } }) { nodes { id } }'],
    ['posts(filter: { not: { authorId: { eq: $author } } }) { nodes { id } }'],
    ['history(id: $post) { nodes { version } }'],
    ['blame(id: $post, fields: ["title"]) { version }'],
    ['changeSet(id: $changeSet) { id }'],
    ['changeSets(filter: { actorId: $admin }) { nodes { id } }'],
    ['changeSets(filter: { field: "authorId", value: $author }) { nodes { id } }'],
    ['changeSets(filter: { field: "tagIds", value: [$tag] }) { nodes { id } }'],
    ['auditLog(filter: { entityId: $post, changeSetId: $changeSet }) { nodes { entityId } }'],
    [
      'undoPlan(changeSet: $changeSet, only: [$post], resolutions: [{ entityId: $post, field: "title", keep: FORMER }]) { planHash possible steps { entityId } }',
    ],
  ])('finds what the same in lower case finds: %s', async (field) => {
    const ids = { post, author, tag, changeSet, admin: world.organization.users.ADMIN };
    const literal = (spell: (id: string) => string) =>
      `{ ${field.replaceAll(/\$(\w+)/g, (_, name: keyof typeof ids) => JSON.stringify(spell(ids[name])))} }`;
    const found = await world.ask<object>(literal((id) => id));
    expect(/\[\]|null/.test(JSON.stringify(found))).toBe(field.startsWith('posts(filter: { not'));
    expect(await world.ask(literal(upper))).toEqual(found);

    const used = Object.entries(ids).filter(([name]) => field.includes(`$${name}`));
    const type = field.includes('value:') ? 'JSON' : 'ID!';
    const declared = used.map(([name]) => `$${name}: ${type}`);
    const variables = Object.fromEntries(used.map(([name, id]) => [name, upper(id)]));
    expect(await world.ask(`query (${declared.join()}) { ${field} }`, variables)).toEqual(found);
  });

  it('is what answers have in lower case, and history and references hold', async () => {
    const asked = await world.ask(
      '{ post: posts(filter: { slug: { eq: "upper" } }) { nodes { id author { id } tags { id } history(last: 1) { nodes { ... on PostVersion { snapshot { author { id } tags { id } } } } } } } }',
    );
    const of = { author: { id: author }, tags: [{ id: tag }] };
    expect(asked).toEqual({ post: { nodes: [{ id: post, ...of, history: { nodes: [{ snapshot: of }] } }] } });
  });

  it('is changed in one operation with others, and undone with its resolution', async () => {
    const { id: other } = await world.of('Tag').create({ name: 'other' });
    await world.ask(
      `mutation ($tag: ID!, $other: ID!) {
        first: updateTag(input: { id: $other, expectedVersion: 1, patch: { name: "other, again" } }) { tag { id } }
        second: updateTag(input: { id: $tag, expectedVersion: 1, patch: { name: "again" } }) { tag { id } }
        third: updatePost(input: { id: "${upper(post)}", expectedVersion: 3, patch: { tagIds: [$tag, "${other}"] } }) { post { id } }
      }`,
      { tag: upper(tag), other: upper(other) },
    );
    const undone = {
      changeSet: upper(changeSet),
      only: [upper(post)],
      resolutions: [{ entityId: upper(post), field: 'title', keep: 'FORMER' }],
    };
    const { undoPlan } = await world.ask<{ undoPlan: { planHash: string; possible: boolean } }>(
      'query ($changeSet: ID!, $only: [ID!], $resolutions: [UndoResolution!]) { undoPlan(changeSet: $changeSet, only: $only, resolutions: $resolutions) { planHash possible } }',
      undone,
    );
    expect(undoPlan.possible).toBe(true);
    await world.ask('mutation ($input: UndoInput!) { undo(input: $input) { changeSet { id } } }', {
      input: { ...undone, planHash: undoPlan.planHash },
    });
    expect(await world.ask('query ($id: ID!) { post(id: $id) { title tags { id } } }', { id: upper(post) })).toEqual({
      post: { title: 'T', tags: expect.arrayContaining([{ id: tag }, { id: other }]) },
    });
  });
});
