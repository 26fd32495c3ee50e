import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestOrganization, type TestServer } from '../../support/test-server.js';
import { Model, type ModelRecord, type ModelState } from './model.js';
import { RandomHistory, steps } from './random-history.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

type Deleted = 'EXCLUDE' | 'INCLUDE' | 'ONLY';
type Field = 'title' | 'slug' | 'publishedAt';

/** A question about the posts of an instant. */
interface Question {
  readonly deleted: Deleted;
  readonly children: Deleted;
  readonly filter: { readonly contains?: string; readonly draft?: boolean; readonly unpublished?: boolean };
  readonly order: readonly { readonly field: Field; readonly descending: boolean }[];
  readonly size: number;
  readonly forward: boolean;
}

const deletedFilter = fc.constantFrom<Deleted>('EXCLUDE', 'INCLUDE', 'ONLY');
const questions: fc.Arbitrary<Question> = fc.record({
  deleted: deletedFilter,
  children: deletedFilter,
  filter: fc.record(
    { contains: fc.constantFrom('a', 'i', 'r'), draft: fc.boolean(), unpublished: fc.boolean() },
    { requiredKeys: [] },
  ),
  order: fc.uniqueArray(
    fc.record({ field: fc.constantFrom<Field>('title', 'slug', 'publishedAt'), descending: fc.boolean() }),
    { selector: ({ field }) => field, maxLength: 2 },
  ),
  size: fc.integer({ min: 1, max: 3 }),
  forward: fc.boolean(),
});

const isAmong = ({ deletedIn }: ModelRecord, deleted: Deleted) =>
  deleted === 'INCLUDE' || (deletedIn !== null) === (deleted === 'ONLY');

/** All that the model knows of an answer: the posts in their order, with what stands below them. */
function expected(state: ModelState, { deleted, children, filter, order }: Question): object[] {
  const all = [...state.values()];
  const posts = all
    .filter(({ type }) => type === 'Post')
    .filter((post) => isAmong(post, deleted))
    .filter(({ values }) => {
      if (filter.contains !== undefined && !String(values['title']).includes(filter.contains)) return false;
      if (filter.draft !== undefined && (values['status'] === 'DRAFT') !== filter.draft) return false;
      return filter.unpublished === undefined || (values['publishedAt'] === null) === filter.unpublished;
    })
    .toSorted((left, right) => {
      for (const { field, descending } of order) {
        const difference = compare(left.values[field], right.values[field]);
        if (difference !== 0) return descending ? -difference : difference;
      }
      return compare(left.id, right.id);
    });
  return posts.map(({ id, version, values }) => ({
    id,
    version,
    title: values['title'],
    author:
      values['authorId'] === null
        ? null
        : { displayName: state.get(values['authorId'] as string)!.values['displayName'] },
    tags: (values['tagIds'] as string[])
      .toSorted()
      .flatMap((tag) => (state.get(tag)?.deletedIn === null ? [{ name: state.get(tag)!.values['name'] }] : [])),
    comments: childrenOf(all, id, children),
  }));
}

function childrenOf(all: readonly ModelRecord[], post: string, deleted: Deleted): object {
  const comments = all
    .filter((one) => one.values['postId'] === post && isAmong(one, deleted))
    .toSorted((left, right) => compare(left.id, right.id));
  return { totalCount: comments.length, nodes: comments.slice(0, 2).map(({ id, version }) => ({ id, version })) };
}

/** Null is the greatest. */
function compare(left: unknown, right: unknown): number {
  if (left === right) return 0;
  if (left === null || right === null) return left === null ? 1 : -1;
  return (left as string) < (right as string) ? -1 : 1;
}

interface Answer {
  readonly posts: {
    readonly totalCount: number;
    readonly nodes: object[];
    readonly pageInfo: Record<'startCursor' | 'endCursor', string> & Record<'hasNextPage' | 'hasPreviousPage', boolean>;
  };
}

/** The answers to all pages of a question, put together. */
async function answered({ tokens }: TestOrganization, changeSet: string, question: Question) {
  const { deleted, children, filter, order, size, forward } = question;
  const conditions = [
    ...(filter.contains === undefined ? [] : [{ title: { contains: filter.contains } }]),
    ...(filter.draft === undefined ? [] : [{ status: filter.draft ? { eq: 'DRAFT' } : { ne: 'DRAFT' } }]),
    ...(filter.unpublished === undefined ? [] : [{ publishedAt: { isNull: filter.unpublished } }]),
  ];
  const orderBy = order.map(({ field, descending }) => ({
    field: field.replace(/[A-Z]/g, '_$&').toUpperCase(),
    direction: descending ? 'DESC' : 'ASC',
  }));
  const query = `query($deleted: DeletedFilter, $children: DeletedFilter, $filter: PostFilter, $orderBy: [PostOrder!],
      $first: Int, $last: Int, $after: String, $before: String, $changeSet: ID!) {
    posts(deleted: $deleted, filter: $filter, orderBy: $orderBy, first: $first, last: $last, after: $after, before: $before,
        asOf: { changeSet: $changeSet }) {
      totalCount
      nodes { id version title author { displayName } tags { name }
        comments(first: 2, deleted: $children) { totalCount nodes { id version } } }
      pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }`;
  const pages: Answer['posts'][] = [];
  for (let position: object = {}; ;) {
    const variables = { deleted, children, filter: { and: conditions }, orderBy, changeSet, ...position };
    const page = forward ? { first: size } : { last: size };
    const { posts } = dataOf(await server.graphql<Answer>(query, { ...variables, ...page }, tokens.ADMIN));
    pages.push(posts);
    const { startCursor, endCursor, hasNextPage, hasPreviousPage } = posts.pageInfo;
    if (!(forward ? hasNextPage : hasPreviousPage)) break;
    position = forward ? { after: endCursor } : { before: startCursor };
  }
  const nodes = (forward ? pages : pages.toReversed()).flatMap((page) => page.nodes);
  return { totalCounts: [...new Set(pages.map(({ totalCount }) => totalCount))], nodes };
}

it(
  'lists, pages, counts and relations as of each change set are those of a model in memory',
  { tags: ['slow'] },
  async () => {
    let organizations = 0;
    const property = fc.asyncProperty(
      steps(16),
      fc.array(questions, { minLength: 16, maxLength: 16 }),
      async (history, asked) => {
        const organization = await server.addOrganization(`model-${(organizations += 1)}`);
        const users = dataOf(
          await server.graphql<{ users: { nodes: { id: string; displayName: string }[] } }>(
            '{ users { nodes { id displayName } } }',
            {},
            organization.tokens.ADMIN,
          ),
        ).users.nodes;
        const random = new RandomHistory(server, organization);
        const model = new Model(users);
        for (const step of history) {
          const taken = await random.take(step);
          if (taken) model.take(taken);
        }
        for (const [n, [changeSet, state]] of [...model.states].entries()) {
          for (const question of [asked[n]!, asked.at(-1 - n)!]) {
            const nodes = expected(state, question);
            const answer = await answered(organization, changeSet, question);
            expect(answer, `${JSON.stringify(question)}`).toEqual({ totalCounts: [nodes.length], nodes });
          }
        }
      },
    );
    await fc.assert(property, { numRuns: 2, endOnFailure: true });
  },
);
