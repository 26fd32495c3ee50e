import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Records } from '../conformance/records.js';
import { World } from '../conformance/world.js';

let world: World;
let posts: Records;
let tags: Records;
let count = 0;
let id: string;
let [seen, unseen, other] = ['', '', ''];

beforeAll(async () => {
  world = await World.open({});
  [posts, tags] = [world.of('Post'), world.of('Tag')];
});
afterAll(() => world.close());

/** A post with two tags, of which one is deleted. */
beforeEach(async () => {
  const names = ['seen', 'unseen', 'other'].map((name) => `${name} ${(count += 1)}`);
  [seen, unseen, other] = (await Promise.all(names.map((name) => tags.create({ name })))).map((tag) => tag.id) as [
    string,
    string,
    string,
  ];
  const slug = `slug-${count}`;
  ({ id } = await posts.create({ title: 'post', slug, body: '', tagIds: [seen, unseen] }));
  await tags.delete(unseen, 1);
});

const shown = async () => (await posts.read(id))!.state['tagIds'];
const stored = async () =>
  (await world.rows<{ tag_id: string }>('select tag_id from post_tags where post_id = $1', [id])).map(
    (row) => row.tag_id,
  );

describe('Saving the tags that one sees', () => {
  it('changes nothing, and keeps the link to a deleted tag until that is restored', async () => {
    expect(await shown()).toEqual([seen]);
    expect(await posts.update(id, 1, { tagIds: [seen] })).toMatchObject({ version: 1, changeSet: null });
    expect(await posts.update(id, 1, { title: 'saved', tagIds: [seen] })).toMatchObject({ version: 2 });
    await tags.restore(unseen, 2);
    expect(await shown()).toEqual([seen, unseen].toSorted());
  });

  it('or others, or none of them, keeps it too', async () => {
    await posts.update(id, 1, { tagIds: [other] });
    expect(await stored()).toEqual(expect.arrayContaining([other, unseen]));
    await posts.update(id, 2, { tagIds: [] });
    expect(await stored()).toEqual([unseen]);
    expect(await posts.update(id, 3, { tagIds: [unseen] })).toMatchObject({ version: 3, changeSet: null });
  });

  it('while restoring keeps it too', async () => {
    await posts.delete(id, 1);
    await posts.restore(id, 2, { tagIds: [seen] });
    expect(await stored()).toEqual(expect.arrayContaining([seen, unseen]));
  });

  it('is not refused for a bound that only the unseen ones pass', async () => {
    const { id: many } = (await Promise.all(
      Array.from({ length: 19 }, (_, n) => tags.create({ name: `many ${count} ${n}` })),
    ).then((created) =>
      posts.create({ title: 'many', slug: `many-${count}`, body: '', tagIds: [seen, ...created.map((tag) => tag.id)] }),
    ))!;
    const all = (await posts.read(many))!.state['tagIds'] as string[];
    expect(all).toHaveLength(20);
    await tags.delete(seen, 1);
    const wanted = [...all.filter((tag) => tag !== seen), other];
    await posts.update(many, 1, { tagIds: wanted });
    expect((await posts.read(many))!.state['tagIds']).toEqual(wanted.toSorted());
    await tags.restore(seen, 2);
    expect((await posts.read(many))!.state['tagIds']).toHaveLength(21);
    // What it had, whoever counts, can come back.
    await posts.update(many, 2, { tagIds: [] });
    await posts.revert(many, 3, 2);
    expect((await posts.read(many))!.state['tagIds']).toHaveLength(21);
  });

  it('contests nothing that others have not changed', async () => {
    await posts.update(id, 1, { tagIds: [seen, other] });
    const { extensions } = await posts.refused('update', { id, expectedVersion: 1, patch: { tagIds: [seen] } });
    expect(extensions['conflicts']).toEqual([]);
  });
});

describe('A link to a deleted tag', () => {
  it('goes where the tags are cleared with null', async () => {
    await posts.update(id, 1, { tagIds: null });
    expect(await stored()).toEqual([]);
  });

  it('goes and comes with the version that a post is reverted to', async () => {
    await posts.update(id, 1, { tagIds: null });
    await posts.revert(id, 2, 1);
    expect(await stored()).toEqual(expect.arrayContaining([seen, unseen]));
    const { id: later } = await tags.create({ name: `later ${count}` });
    await posts.update(id, 3, { tagIds: [seen, unseen, later] });
    await tags.delete(later, 1);
    await posts.revert(id, 4, 1);
    expect(await stored()).toHaveLength(2);
  });
});
