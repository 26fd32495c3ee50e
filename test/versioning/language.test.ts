import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Values, World } from '../conformance/world.js';
import { testModules } from './test-modules.js';

interface Page {
  readonly nodes: readonly Values[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string; readonly startCursor: string };
}

let world: World;
beforeAll(async () => {
  world = await World.open(testModules);
});
afterAll(() => world.close());

/** All values of a field of a list, in its order, page by page. */
async function walk(list: string, field: string, orderBy: string, size: number, backwards = false): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | null = null; ;) {
    const [count, edge] = backwards ? ['last', 'before'] : ['first', 'after'];
    const { page }: { page: Page } = await world.ask(
      `query ($cursor: String) {
        page: ${list}(${count}: ${size}, ${edge}: $cursor, orderBy: ${orderBy}) {
          nodes { ${field} } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        }
      }`,
      { cursor },
    );
    const values = page.nodes.map((node) => node[field] as string);
    found.splice(backwards ? 0 : found.length, 0, ...values);
    if (values.length < size) return found;
    cursor = backwards ? page.pageInfo.startCursor : page.pageInfo.endCursor;
  }
}

const shuffled = <T>(values: readonly T[]) =>
  fc.sample(fc.shuffledSubarray([...values], { minLength: values.length }), 1)[0]!;

describe('Lists', () => {
  const names = [
    'apple',
    'Apple',
    'äpfel',
    'Banane',
    'Éclair',
    'eclair',
    'Zebra',
    'zoo',
    '10',
    '9',
    '犬',
    'Ωmega',
    'a b',
  ];

  it('are ordered by language, from both ends, page by page', async () => {
    for (const name of shuffled(names)) await world.of('Tag').create({ name });
    const expected = names.toSorted(new Intl.Collator('und').compare);
    for (const size of [1, 4, 20]) {
      expect(await walk('tags', 'name', '[{ field: NAME }]', size)).toEqual(expected);
      expect(await walk('tags', 'name', '[{ field: NAME, direction: DESC }]', size)).toEqual(expected.toReversed());
      expect(await walk('tags', 'name', '[{ field: NAME }]', size, true)).toEqual(expected);
    }
  });

  it('are ordered by the language that an entity or a field declares', async () => {
    const labels = ['zebra', 'ängel', 'åka', 'öl', 'apa', 'Ä'];
    const canvases = world.of('Canvas');
    for (const label of shuffled(labels)) {
      await canvases.create({ ...(await world.sample(canvases.subject)), label, hall: label });
    }
    const swedish = labels.toSorted(new Intl.Collator('sv').compare);
    expect(swedish).not.toEqual(labels.toSorted(new Intl.Collator('und').compare));
    expect(await walk('canvases', 'label', '[{ field: LABEL }]', 2)).toEqual(swedish);
    const byNumber = labels.toSorted();
    expect(byNumber).not.toEqual(swedish);
    expect(await walk('canvases', 'hall', '[{ field: HALL }]', 2)).toEqual(byNumber);
    // Two languages in one order.
    expect(await walk('canvases', 'hall', '[{ field: HALL }, { field: LABEL }]', 2)).toEqual(byNumber);
  });

  it('of texts that differ in what a language does not look at first are paged without gap and repetition', async () => {
    const texts = fc.array(fc.constantFrom('a', 'A', 'á', 'Á', 'a\u0301', 'a ', 'a-', '\u00ad', 'ß', 'ss', 'SS'), {
      minLength: 1,
      maxLength: 4,
    });
    const titles = fc.sample(texts, { numRuns: 40, seed: 7 }).map((parts) => parts.join(''));
    for (const [n, title] of titles.entries()) await world.of('Post').create({ title, slug: `s${n}`, body: '' });
    const whole = await walk('posts', 'slug', '[{ field: TITLE }]', 100);
    expect(whole.toSorted()).toEqual(titles.map((_, n) => `s${n}`).toSorted());
    for (const size of [1, 3]) {
      expect(await walk('posts', 'slug', '[{ field: TITLE }]', size)).toEqual(whole);
      expect(await walk('posts', 'slug', '[{ field: TITLE }]', size, true)).toEqual(whole);
    }
  });

  it('can be given by an index that names the collation, in the form that CONTRIBUTING shows', async () => {
    const guide = await readFile('CONTRIBUTING.md', 'utf8');
    const [, index] = /expression: `(create index "deal_by_name" .+?)`/.exec(guide)!;
    await world.rows(index!.replaceAll('deal', 'post').replaceAll('name', 'title'));
    await world.rows('begin');
    await world.rows('set local enable_seqscan = off; set local enable_sort = off');
    const plan = await world.rows(
      `explain select * from post t where (t.deleted_at is null) and t.tenant_id = '${world.organization.id}'
        and (t.title collate "und-x-icu") >= cast('a' as varchar(255))
        order by (t.title collate "und-x-icu") asc nulls last, t.id asc nulls last limit 21`,
    );
    await world.rows('rollback');
    const told = JSON.stringify(plan);
    expect(told).toContain('Index Scan using post_by_title');
    expect(told).toMatch(/Index Cond: .*title.* >= /);
    expect(told).not.toContain('Sort');
  });

  it('keep equality as it is: texts that one language takes for alike are different keys and filters', async () => {
    await world.of('Tag').create({ name: 'straße' });
    await world.of('Tag').create({ name: 'Straße' });
    const { tags } = await world.ask<{ tags: { totalCount: number } }>(
      '{ tags(filter: { name: { eq: "straße" } }) { totalCount } }',
    );
    expect(tags.totalCount).toBe(1);
  });
});
