import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { World } from '../conformance/world.js';

interface Page {
  edges: { cursor: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean };
}

interface PageArgs {
  first?: number;
  last?: number;
  after?: string | null;
  before?: string | null;
}

let world: World;
let post: string;
let changeSet: string;
beforeAll(async () => {
  world = await World.open({});
  const posts = world.of('Post');
  ({ id: post } = await posts.create({ title: 'post', slug: 'post', body: '' }));
  for (const n of [1, 2, 3]) await posts.update(post, n, { title: `post ${n}` });
  for (const n of [1, 2, 3, 4]) {
    await world.of('Comment').create({ body: String(n), postId: post });
    const tag = await world.of('Tag').create({ name: `tag ${n}` });
    await world.ask(
      'mutation ($id: ID!) { placeLegalHold(input: { id: $id, reason: "page" }) { legalHold { reason } } }',
      {
        id: tag.id,
      },
    );
    const gone = await world.of('Tag').create({ name: `gone ${n}` });
    await world.of('Tag').delete(gone.id, 1);
  }
  const made = [1, 2, 3, 4].map((n) => `t${n}: createTag(input: { name: "set ${n}" }) { changeSet { id } }`);
  const sets = await world.ask<{ t1: { changeSet: { id: string } } }>(`mutation { ${made.join(' ')} }`);
  changeSet = sets.t1.changeSet.id;
});
afterAll(() => world.close());

const lists: Record<string, (args: string) => string> = {
  records: (args) => `page: tags(${args}) { ...info }`,
  'ordered records': (args) => `page: comments(${args}, orderBy: [{ field: CREATED_AT, direction: DESC }]) { ...info }`,
  children: (args) => `of: post(id: "${post}") { page: comments(${args}) { ...info } }`,
  history: (args) => `page: history(id: "${post}", ${args}) { ...info }`,
  'versions of a change set': (args) => `of: changeSet(id: "${changeSet}") { page: versions(${args}) { ...info } }`,
  trash: (args) => `page: trash(${args}) { ...info }`,
  'audit entries': (args) => `page: auditLog(filter: { entityId: "${post}" }, ${args}) { ...info }`,
  'legal holds': (args) => `page: legalHolds(${args}) { ...info }`,
};

/** Asks for several pages of a list at once. */
async function pagesOf(name: string, pages: readonly PageArgs[]): Promise<Page[]> {
  const answers: Page[] = [];
  for (const args of pages) {
    const text = Object.entries(args)
      .filter(([, value]) => value != null)
      .map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
    const document = lists[name]!(text.join(', '));
    const info = (type: string) =>
      `fragment info on ${type} { edges { cursor } pageInfo { hasNextPage hasPreviousPage } }`;
    const { of, page } = await world.ask<{ of?: { page: Page }; page?: Page }>(
      `{ ${document} } ${info(typeNames[name]!)}`,
    );
    answers.push((of?.page ?? page)!);
  }
  return answers;
}

const typeNames: Record<string, string> = {
  records: 'TagConnection',
  'ordered records': 'CommentConnection',
  children: 'CommentConnection',
  history: 'EntityVersionConnection',
  'versions of a change set': 'EntityVersionConnection',
  trash: 'TrashItemConnection',
  'audit entries': 'AuditEntryConnection',
  'legal holds': 'LegalHoldConnection',
};

describe.each(Object.keys(lists))('A page of %s', (name) => {
  it('says whether there is something before it and behind it, whatever it was asked by', async () => {
    const [whole] = await pagesOf(name, [{ first: 100 }]);
    const cursors = whole!.edges.map(({ cursor }) => cursor);
    const size = cursors.length;
    expect(size).toBeGreaterThanOrEqual(4);
    expect(whole!.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: false });
    const edges = [null, 0, 1, size - 2, size - 1];
    const asked = edges.flatMap((after) =>
      edges.flatMap((before) =>
        [{ first: 1 }, { first: size }, { last: 1 }, { last: size }].map((of) => ({ after, before, of })),
      ),
    );
    const proper = asked.filter(({ after, before }) => (after ?? -1) < (before ?? size));
    const cursor = (n: number | null) => (n === null ? null : cursors[n]!);
    const pages = await pagesOf(
      name,
      proper.map(({ after, before, of }) => ({ ...of, after: cursor(after), before: cursor(before) })),
    );
    pages.forEach(({ edges: found, pageInfo }, n) => {
      const { after, before, of } = proper[n]!;
      const [start, end] = [(after ?? -1) + 1, before ?? size];
      const count = Math.min(of.first ?? of.last!, end - start);
      const from = of.first === undefined ? end - count : start;
      expect({ ...proper[n], found: found.map((edge) => edge.cursor), pageInfo }).toEqual({
        ...proper[n],
        found: cursors.slice(from, from + count),
        pageInfo: { hasPreviousPage: from > 0, hasNextPage: from + count < size },
      });
    });
  });
});

it('A page after something that is gone has nothing before it where that was the first', async () => {
  const [first, second] = await Promise.all(
    ['a', 'b'].map((name) => world.of('Post').create({ title: name, slug: name, body: '' })),
  );
  const page = (after: string) =>
    world.ask<{ page: Page }>(
      `query ($after: String, $filter: PostFilter) { page: posts(first: 1, after: $after, filter: $filter) {
        edges { cursor } pageInfo { hasNextPage hasPreviousPage } } }`,
      { after, filter },
    );
  const filter = { title: { in: ['a', 'b'] } };
  const { page: all } = await world.ask<{ page: Page }>(
    'query ($filter: PostFilter) { page: posts(filter: $filter) { edges { cursor } pageInfo { hasNextPage } } }',
    { filter },
  );
  const after = all.edges[0]!.cursor;
  expect((await page(after)).page.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true });
  const ids = [first!.id, second!.id].toSorted();
  await world.of('Post').delete(ids[0]!, 1);
  expect((await page(after)).page.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: false });
});
