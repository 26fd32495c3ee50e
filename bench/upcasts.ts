import { Client } from 'pg';
import { commandLine, noOptions } from './command-line.js';
import { median } from './median.js';
import { Api } from './torture/api.js';
import { startOwnServer } from './torture/own-server.js';

const rounds = 5;
const requests = 100;
const versions = 20;

const usage = `npm run upcasts: what a page of history costs whose versions are ten shapes old, and one of versions in today's shape.
${rounds} times ${requests} pages of ${versions} versions each; then the medians are printed.`;

/** What ten migrations might have done to posts, one shape each; the last names are those of today. */
const shapes: readonly object[] = [
  { rename: 'headline', to: 'heading' },
  { map: 'status', values: { NEW: 'DRAFT' } },
  { rename: 'heading', to: 'subject' },
  { cast: 'body', to: 'text' },
  { add: 'metadata', value: null },
  { among: 'status', values: ['DRAFT', 'PUBLISHED', 'ARCHIVED'] },
  { rename: 'subject', to: 'caption' },
  { cast: 'slug', to: 'character varying(255)' },
  { map: 'status', values: { LIVE: 'PUBLISHED' } },
  { rename: 'caption', to: 'title' },
];

const page = `query ($id: ID!) { history(id: $id, first: ${versions}) { nodes { version operation recordedAt changes { field }
  ... on PostVersion { snapshot { title slug body status metadata publishedAt } } } } }`;

/** Measures what reading a page of history costs where its versions have ten upcasts to go, and where they have none. */
async function main(): Promise<void> {
  if (!commandLine(usage, noOptions)) return;
  const { url, token, running, stop } = await startOwnServer();
  try {
    const api = new Api(url, token);
    const ids = { old: await post(api, 'old'), present: await post(api, 'present') };
    await age(running.embedded!.adminUrl, ids.old);
    await measure(api, ids);
  } finally {
    await stop();
  }
}

/** A post of twenty versions. */
async function post(api: Api, slug: string): Promise<string> {
  const { createPost } = await api.ask<{ createPost: { post: { id: string } } }>(
    'mutation ($input: CreatePostInput!) { createPost(input: $input) { post { id } } }',
    { input: { title: 'Title', slug, body: 'Some words of a body. '.repeat(30) } },
  );
  const { id } = createPost.post;
  for (let version = 1; version < versions; version++) {
    const input = { id, expectedVersion: version, patch: { title: `Title ${version}` } };
    await api.ask('mutation ($input: UpdatePostInput!) { updatePost(input: $input) { post { id } } }', { input });
  }
  return id;
}

/** Has posts be of the eleventh shape, and the versions of one of them of the first. */
async function age(adminUrl: string, id: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('set session_replication_role = replica');
    await client.query(
      `insert into entity_shape (entity_type, shape, steps, columns)
       select 'post', place + 1, jsonb_build_array(step), (select columns from entity_shape where entity_type = 'post' and shape = 1)
       from jsonb_array_elements($1) with ordinality as given (step, place)`,
      [JSON.stringify(shapes)],
    );
    await client.query(`update entity_version set shape = 11 where entity_type = 'post' and entity_id <> $1`, [id]);
    await client.query(
      `update entity_version set changed = replace(changed::text, '"title"', '"headline"')::jsonb,
         snapshot = snapshot - 'title' - 'metadata' || jsonb_build_object('headline', snapshot -> 'title', 'status', 'NEW')
       where entity_id = $1`,
      [id],
    );
  } finally {
    await client.end();
  }
}

async function measure(api: Api, ids: Readonly<Record<'old' | 'present', string>>): Promise<void> {
  const measured: Record<'old' | 'present', number[]> = { old: [], present: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const which of ['old', 'present'] as const) {
      const started = performance.now();
      for (let n = 0; n < requests; n++) await api.ask(page, { id: ids[which] });
      // The first round is for plans and caches.
      if (round > 0) measured[which].push((performance.now() - started) / requests);
    }
  }
  const [old, present] = [median(measured.old), median(measured.present)];
  console.log(
    `median: a page of ${versions} versions takes ${present.toFixed(1)} ms in today's shape, ${old.toFixed(1)} ms with ten upcasts (${(old / present).toFixed(2)} x)`,
  );
}

await main();
