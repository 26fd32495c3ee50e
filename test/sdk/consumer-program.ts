/**
 * A program as somebody writes it who has installed the package: compiled against the packed types, and run. It is text
 * here because it must not see this project's own files.
 */
export const consumerProgram = `
import {
  createClient, isAlreadyExists, isConflict, isTimeout, TypedDocumentString,
  type Client, type ConflictDetails, type Post, type PostVersion,
} from '@palimpsest/sdk';

declare const process: { readonly argv: readonly string[] };
const [, , url, token] = process.argv;
const client: Client = createClient({ url: url!, token: async () => token });

const { post }: { post: Post } = await client.posts.create({ title: 'Packed', slug: 'packed', body: 'text' });
const [{ tag }, updated] = await client.transaction('from a package', (change) => [
  change.tags.create({ name: 'packed' }),
  change.posts.update({ id: post.id, expectedVersion: 1, patch: { status: 'PUBLISHED', publishedAt: null } }),
]);
const name: string = tag.name;
const status: 'ARCHIVED' | 'DRAFT' | 'PUBLISHED' = updated.post.status;

let conflict: ConflictDetails | undefined;
try {
  await client.posts.update({ id: post.id, expectedVersion: 1, patch: { status: 'ARCHIVED' } });
} catch (error) {
  if (isAlreadyExists(error)) throw new Error(error.details.field);
  if (isTimeout(error)) throw new Error(error.code satisfies 'TIMEOUT' | 'REQUEST_TIMEOUT');
  if (!isConflict(error)) throw error;
  conflict = error.details;
}

const bodies: string[] = [];
for await (const version of client.history.all({ id: post.id, last: 1 })) {
  if (version.__typename === 'PostVersion') bodies.push((version satisfies PostVersion).snapshot.status);
}

const titles = new TypedDocumentString<{ posts: { nodes: { title: string }[] } }, { first: number }>(
  'query Titles($first: Int) { posts(first: $first) { nodes { title } } }',
);
const { posts } = await client.request(titles, { first: 5 }, { signal: AbortSignal.timeout(10_000) });

// @ts-expect-error: the slug is required
const incomplete: Parameters<Client['posts']['create']>[0] = { title: 'No slug', body: '' };
// @ts-expect-error: a status that there is not
const misspelt: Parameters<Client['posts']['page']>[0] = { filter: { status: { eq: 'PUBLISHD' } } };

console.log(JSON.stringify({
  name, status, bodies, titles: posts.nodes.map(({ title }) => title), yours: conflict?.conflicts[0]?.yours,
  kept: [incomplete.title, typeof misspelt],
}));
`;
