import type { Api, Outcome } from './api.js';
import type { PostView } from './step.js';

/** What a run is fought over. */
export interface HotPosts {
  readonly postIds: readonly string[];
  readonly tagIds: readonly string[];
  /** Deleted and restored along with their posts. */
  readonly commentIds: readonly string[];
  /** The change sets that made all of this. */
  readonly changeSetIds: readonly string[];
}

const commentsPerPost = 2;

/** Creates the posts of a run, with tags and comments, all under slugs of the run's own. */
export async function createHotPosts(api: Api, run: string, count: number): Promise<HotPosts> {
  const tags = await createAll(
    api,
    'Tag',
    Array.from({ length: 3 }, (_, n) => ({ name: `${run} ${n}` })),
  );
  const posts = await createAll(
    api,
    'Post',
    Array.from({ length: count }, (_, n) => ({ title: `Hot post ${n}`, slug: `${run}-${n}`, body: 'start' })),
  );
  const comments = await createAll(
    api,
    'Comment',
    posts.ids.flatMap((postId) =>
      Array.from({ length: commentsPerPost }, (_, n) => ({ postId, body: `Comment ${n}` })),
    ),
  );
  return {
    postIds: posts.ids,
    tagIds: tags.ids,
    commentIds: comments.ids,
    changeSetIds: [tags, posts, comments].map(({ changeSetId }) => changeSetId),
  };
}

type PostRow = Readonly<Record<string, { id: string; version: number; body: string; deletedAt: string | null }>>;

/** The posts as they are now, deleted or not, all at one instant. */
export async function readPosts(api: Api, ids: readonly string[]): Promise<Outcome<PostView[]>> {
  const declarations = ids.map((_, n) => `$p${n}: ID!`);
  const fields = ids.map((_, n) => `p${n}: post(id: $p${n}, deleted: INCLUDE) { id version body deletedAt }`);
  const outcome = await api.send<PostRow>(
    `query Look(${declarations.join(', ')}) { ${fields.join(' ')} }`,
    Object.fromEntries(ids.map((id, n) => [`p${n}`, id])),
  );
  if (outcome.kind !== 'done') return outcome;
  const posts = Object.values(outcome.data);
  return { kind: 'done', data: posts.map(({ deletedAt, ...post }) => ({ ...post, deleted: deletedAt !== null })) };
}

async function createAll(api: Api, type: string, inputs: readonly object[]) {
  const field = type.toLowerCase();
  const declarations = inputs.map((_, n) => `$c${n}: Create${type}Input!`);
  const fields = inputs.map((_, n) => `c${n}: create${type}(input: $c${n}) { ${field} { id } changeSet { id } }`);
  const data = await api.ask<Record<string, Record<string, { id: string }>>>(
    `mutation (${declarations.join(', ')}) { ${fields.join(' ')} }`,
    Object.fromEntries(inputs.map((input, n) => [`c${n}`, input])),
  );
  const created = Object.values(data);
  return { ids: created.map((payload) => payload[field]!.id), changeSetId: created[0]!['changeSet']!.id };
}
