import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestOrganization, type TestServer } from '../../support/test-server.js';
import { type AnsweredPage, everyPage, pageFields } from './every-page.js';
import { Model, type ModelRecord, type ModelState } from './model.js';
import { RandomHistory, steps } from './random-history.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ settings: { MAX_COST: '1000000' } });
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
  readonly posts: AnsweredPage;
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
      ${pageFields}
      nodes { id version title author { displayName } tags { name }
        comments(first: 2, deleted: $children) { totalCount nodes { id version } } } } }`;
  const variables = { deleted, children, filter: { and: conditions }, orderBy, changeSet };
  const ask = (page: object) => server.graphql<Answer>(query, { ...variables, ...page }, tokens.ADMIN);
  return everyPage(async (page) => dataOf(await ask(page)).posts, size, forward);
}

/** What `node` gives of a record. */
function expectedNode(state: ModelState, id: string): object | null {
  const isThere = (of: unknown) => state.get(of as string)?.deletedIn === null;
  if (!isThere(id)) return null;
  const { type, version, values } = state.get(id)!;
  const related = (of: unknown) => (isThere(of) ? { id: of } : null);
  const posts = [...state.values()].filter((one) => one.type === 'Post' && one.values['authorId'] === id);
  const own = {
    Post: { title: values['title'] },
    Comment: { post: related(values['postId']), author: related(values['authorId']) },
    Tag: { name: values['name'] },
    User: { displayName: values['displayName'], posts: { totalCount: posts.filter((one) => isThere(one.id)).length } },
  }[type];
  return { __typename: type, id, version, ...own };
}

interface Around {
  readonly trash: { totalCount: number; nodes: { entity: { id: string; version: number }; cascadeSize: number }[] };
  readonly tags: { totalCount: number; nodes: { id: string; name: string }[] };
  readonly comments: { totalCount: number };
}

/** What deletions and the other types give at the instant. */
function expectedAround(state: ModelState, deletions: readonly string[]): Around {
  const all = [...state.values()];
  const roots = all
    .filter(({ deletedIn, takenAlong }) => deletedIn !== null && !takenAlong)
    .toSorted((one, other) => deletions.indexOf(other.deletedIn!) - deletions.indexOf(one.deletedIn!));
  const tags = all.filter(({ type, deletedIn }) => type === 'Tag' && deletedIn === null);
  return {
    trash: {
      totalCount: roots.length,
      nodes: roots.map(({ id, version, deletedIn }) => ({
        entity: { id, version },
        cascadeSize: all.filter((one) => one.takenAlong && one.deletedIn === deletedIn && one.values['postId'] === id)
          .length,
      })),
    },
    tags: {
      totalCount: tags.length,
      nodes: tags
        .map(({ id, values }) => ({ id, name: values['name'] as string }))
        .toSorted((one, other) => compare(other.name, one.name)),
    },
    comments: { totalCount: all.filter(({ type, deletedIn }) => type === 'Comment' && deletedIn === null).length },
  };
}

const aroundQuery = `query($changeSet: ID!) {
  trash(first: 50, asOf: { changeSet: $changeSet }) { totalCount nodes { entity { id version } cascadeSize } }
  tags(first: 50, orderBy: [{ field: NAME, direction: DESC }], asOf: { changeSet: $changeSet }) { totalCount nodes { id name } }
  comments(asOf: { changeSet: $changeSet }) { totalCount } }`;

/** Each record that there ever is, at the instant. */
async function nodes({ tokens }: TestOrganization, changeSet: string, ids: readonly string[]) {
  const asked = ids.map(
    (id, n) => `n${n}: node(id: "${id}", asOf: { changeSet: "${changeSet}" }) { __typename id
      ... on Versioned { version } ... on Post { title } ... on Tag { name }
      ... on Comment { post { id } author { id } } ... on User { displayName posts { totalCount } } }`,
  );
  const found = dataOf(await server.graphql<Record<string, object | null>>(`{ ${asked.join(' ')} }`, {}, tokens.ADMIN));
  return ids.map((_id, n) => found[`n${n}`]);
}

interface Histories {
  readonly changeSets: { readonly nodes: { readonly id: string; readonly versions: { readonly nodes: Version[] } }[] };
  readonly history: { readonly nodes: Version[] };
}

interface Version {
  readonly entityId: string;
  readonly version: number;
  readonly changeSet: { readonly id: string };
  readonly snapshot?: object;
}

/** The states of posts as their versions have them, each with what stood below it right after its change set. */
async function snapshots({ tokens }: TestOrganization, post: string, children: Deleted): Promise<Version[]> {
  const query = `query($post: ID!, $children: DeletedFilter) {
    history(id: $post, first: 20) { nodes { ...state } }
    changeSets(first: 20) { nodes { id versions(first: 10) { nodes { ...state } } } }
  }
  fragment state on EntityVersion { entityId version changeSet { id } ... on PostVersion { snapshot {
    id version title author { displayName } tags { name }
    comments(first: 2, deleted: $children) { totalCount nodes { id version } } } } }`;
  const data = dataOf(await server.graphql<Histories>(query, { post, children }, tokens.ADMIN));
  return [...data.history.nodes, ...data.changeSets.nodes.flatMap(({ versions }) => versions.nodes)];
}

/** Of one transaction that makes several versions of a record, only the last is a state that anybody else has seen. */
function expectedSnapshots(model: Model, versions: readonly Version[], children: Deleted): (object | undefined)[] {
  return versions.map(({ entityId, version, changeSet, snapshot }) => {
    const state = model.states.get(changeSet.id);
    if (!snapshot || state?.get(entityId)?.version !== version) return snapshot;
    const all: Question = { deleted: 'INCLUDE', children, filter: {}, order: [], size: 1, forward: true };
    return expected(state, all).find((post) => (post as { id: string }).id === entityId);
  });
}

interface Told {
  readonly blame: { readonly field: string; readonly changeSet: { readonly id: string } }[];
  readonly history: {
    readonly nodes: { readonly changeSet: { readonly id: string }; readonly changes: LinksTold[] }[];
  };
}

interface LinksTold {
  readonly field: string;
  readonly links: Record<'added' | 'removed', { readonly id: string; readonly name: string | null }[]> | null;
}

/** Who set the fields of a post, and what its versions have linked to, by the names of then. */
async function told({ tokens }: TestOrganization, post: string) {
  const query = `query($post: ID!) {
    blame(id: $post) { field changeSet { id } }
    history(id: $post, first: 20) { nodes { changeSet { id } changes { field links { added { id name } removed { id name } } } } } }`;
  const { blame, history } = dataOf(await server.graphql<Told>(query, { post }, tokens.ADMIN));
  const links = history.nodes.flatMap(({ changeSet, changes }) =>
    changes.flatMap(({ field, links }) =>
      links && links.added.length + links.removed.length > 0 ? [{ changeSet: changeSet.id, field, ...links }] : [],
    ),
  );
  return { blame: Object.fromEntries(blame.map(({ field, changeSet }) => [field, changeSet.id])), links };
}

const postFields = ['title', 'slug', 'body', 'status', 'publishedAt', 'metadata', 'authorId', 'tagIds'];
const idsIn = (value: unknown) => ([value ?? []].flat() as string[]).toSorted();
const isSame = (one: unknown, other: unknown) =>
  JSON.stringify(Array.isArray(one) ? idsIn(one) : (one ?? null)) ===
  JSON.stringify(Array.isArray(other) ? idsIn(other) : (other ?? null));

/** Names are those of right after the change set, also of what has been purged later. */
function expectedTold(model: Model, post: string): Awaited<ReturnType<typeof told>> {
  const [blame, links]: [Record<string, string>, object[]] = [{}, []];
  let before: ModelRecord['values'] = {};
  let deletedIn: string | null = null;
  for (const [changeSet, state] of model.states) {
    const record = state.get(post);
    if (!record) continue;
    const { values } = record;
    ({ deletedIn } = record);
    const nameOf = (id: string) => {
      const { type, values: of } = state.get(id) ?? {};
      return { id, name: (of?.[type === 'User' ? 'displayName' : 'name'] as string | undefined) ?? null };
    };
    const changed = postFields.filter((field) => !(field in blame) || !isSame(before[field], values[field]));
    for (const field of changed) blame[field] = changeSet;
    const relinked = changed.filter((field) => ['tagIds', 'authorId'].includes(field));
    links.unshift(
      ...relinked.flatMap((field) => {
        const [was, is] = [idsIn(before[field]), idsIn(values[field])];
        const [added, removed] = [is.filter((id) => !was.includes(id)), was.filter((id) => !is.includes(id))];
        if (added.length + removed.length === 0) return [];
        return [{ changeSet, field, added: added.map(nameOf), removed: removed.map(nameOf) }];
      }),
    );
    before = values;
  }
  if (deletedIn !== null) blame['deletedAt'] = deletedIn;
  return { blame, links: links as never };
}

it(
  'lists, pages, counts, relations, records and the trash as of each change set, what stood below each version, blame, and names of what was linked to are those of a model in memory',
  { tags: ['slow'] },
  async () => {
    let organizations = 0;
    let compared = 0;
    const property = fc.asyncProperty(
      steps(15),
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
        for (const step of [{ kind: 'post', a: 0, b: 0 } as const, ...history]) {
          const taken = await random.take(step);
          if (taken) model.take(taken);
        }
        const ids = [...new Set([...model.states.values()].flatMap((state) => [...state.keys()]))];
        for (const [n, [changeSet, state]] of [...model.states].entries()) {
          const around = await server.graphql<Around>(aroundQuery, { changeSet }, organization.tokens.ADMIN);
          expect(dataOf(around)).toEqual(expectedAround(state, [...model.states.keys()]));
          const some = ids.filter((_id, place) => place % 4 === n % 4);
          expect(await nodes(organization, changeSet, some)).toEqual(some.map((id) => expectedNode(state, id)));
          for (const question of [asked[n]!, asked.at(-1 - n)!]) {
            const nodes = expected(state, question);
            const answer = await answered(organization, changeSet, question);
            expect(answer, `${JSON.stringify(question)}`).toEqual({ totalCounts: [nodes.length], nodes });
          }
        }
        const posts = [...([...model.states.values()].at(-1) ?? [])].filter(([, { type }]) => type === 'Post');
        for (const [n, [post]] of posts.entries()) {
          const { children } = asked[n % asked.length]!;
          const versions = await snapshots(organization, post, children);
          expect(versions.map(({ snapshot }) => snapshot)).toEqual(expectedSnapshots(model, versions, children));
          compared += versions.filter(({ snapshot }) => snapshot).length;
          expect(await told(organization, post)).toEqual(expectedTold(model, post));
        }
      },
    );
    await fc.assert(property, { numRuns: 2, endOnFailure: true });
    expect(compared).toBeGreaterThan(0);
  },
);
