import { Client } from 'pg';
import { revisePosts } from './revise-posts.js';

/** How much there is to read. */
export interface Size {
  readonly posts: number;
  /** All versions together, of comments, tags and authors too; no fewer than what there is has anyway. */
  readonly versions: number;
  /** Of each post; 12 where absent. */
  readonly comments?: number;
}

/** SQL for an id as the server makes them, in the order of time; PostgreSQL has `uuidv7()` from 18 on. */
const newId = `overlay(overlay(gen_random_uuid()::text placing '7' from 15) placing
  regexp_replace(lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0'), '(.{8})', '\\1-') from 1)::uuid`;

const authors = 20;
const tags = 50;
const tagsOfPost = 3;
const commentsOfPost = 12;
/** Posts that one transaction makes or changes. */
const chunk = 250;
const writers = 4;

/** The slug of a post: all have the same length, so that every collation orders them alike. */
export function slugOf(n: number): string {
  return `post-${String(n).padStart(7, '0')}`;
}

/**
 * Fills the organization `bench`. New records go through the database's own triggers, which write their histories, and what
 * is changed later on gets the same by one statement: what is there afterwards is what the server itself would have left.
 *
 * @param adminUrl of the database, as a superuser
 * @param author the user who wrote it all
 * @param onProgress is told which part of it is done
 */
export async function fill(
  adminUrl: string,
  author: string,
  { posts, versions, comments = commentsOfPost }: Size,
  onProgress: (part: number) => void,
): Promise<void> {
  const chunks = Array.from({ length: Math.ceil(posts / chunk) }, (_, n) => n * chunk + 1);
  const first = posts * (1 + comments) + authors + tags + 1;
  const updates = Math.max(0, Math.ceil((versions - first) / posts));
  const transactions = chunks.length * (1 + updates);
  let done = 0;
  const work = async (client: Client, mine: readonly number[], statements: readonly string[]) => {
    for (const from of mine) {
      await inOneChange(client, author, statements, [from, Math.min(from + chunk - 1, posts)]);
      onProgress(++done / transactions);
    }
  };
  const mineOf = (writer: number) => chunks.filter((_, n) => n % writers === writer);
  await withClients(adminUrl, 1, async (client) => {
    await inOneChange(client, author, [insertAuthors, insertTags], []);
    await work(client, chunks.slice(0, 1), insertPosts(comments));
    // Else plans made on empty tables would stay.
    await client.query('vacuum analyze');
  });
  await withClients(adminUrl, writers, async (client, writer) => {
    await work(
      client,
      mineOf(writer).filter((from) => from !== chunks[0]),
      insertPosts(comments),
    );
  });
  await withClients(adminUrl, writers, async (client, writer) => {
    // No triggers: they would write what revisePosts writes, row by row.
    await client.query('set session_replication_role = replica');
    await client.query('set synchronous_commit = off');
    for (let n = 1; n <= updates; n++) await work(client, mineOf(writer), [revision(n)]);
  });
  await withClients(adminUrl, 1, (client) => client.query('vacuum analyze'));
}

/** Runs statements in one transaction of one change set, as a mutation does. `$1` and `$2` are the arguments. */
async function inOneChange(
  client: Client,
  author: string,
  statements: readonly string[],
  args: readonly number[],
): Promise<void> {
  await client.query('begin');
  await client.query(
    `insert into change_set (id, actor_kind, actor_id, operation_name, source, request_id)
     values (${newId}, 'USER', $1, 'Fill', 'API', gen_random_uuid()::text)`,
    [author],
  );
  for (const statement of statements) {
    await client.query(statement.replaceAll('$author', author), [...args]);
  }
  await client.query('commit');
}

const insertAuthors = `
  insert into "user" (id, email, display_name, role, created_by)
  select ${newId}, 'author' || n || '@bench.example', 'Author ' || n, 'EDITOR', 'USER:$author' from generate_series(1, ${authors}) n`;

const insertTags = `
  insert into tag (id, name, created_by)
  select ${newId}, 'tag ' || n, 'USER:$author' from generate_series(1, ${tags}) n`;

const inChunk = `slug between 'post-' || lpad($1::int::text, 7, '0') and 'post-' || lpad($2::int::text, 7, '0')`;

const insertPosts = (comments: number): readonly string[] => [
  `insert into post (id, title, slug, body, status, author_id, created_by)
   select ${newId}, 'Title ' || n, 'post-' || lpad(n::text, 7, '0'), repeat('Some words of a body. ', 20 + n % 40), 'PUBLISHED',
     (array(select id from "user" where email like 'author%@bench.example' order by id))[1 + n % ${authors}], 'USER:$author'
   from generate_series($1::int, $2::int) n`,
  `insert into post_tags (post_id, tag_id)
   select p.id, (array(select id from tag order by id))[1 + (right(p.slug, 7)::int * ${tagsOfPost} + n) % ${tags}]
   from post p, generate_series(1, ${tagsOfPost}) n where ${inChunk}`,
  `insert into comment (id, body, post_id, author_id, created_by)
   select ${newId}, 'Comment ' || n || ' on what was said.', p.id,
     (array(select id from "user" where email like 'author%@bench.example' order by id))[1 + (right(p.slug, 7)::int + n) % ${authors}], 'USER:$author'
   from post p, generate_series(1, ${comments}) n where ${inChunk}`,
];

function revision(n: number): string {
  return revisePosts(`'Title ' || right(slug, 7)::int || ', revision ${n}'`, inChunk);
}

async function withClients(
  adminUrl: string,
  count: number,
  work: (client: Client, n: number) => Promise<unknown>,
): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const client = new Client({ connectionString: adminUrl });
      await client.connect();
      try {
        await client.query(
          `select set_config('app.tenant_id', (select id::text from organization where slug = 'bench'), false)`,
        );
        await work(client, n);
      } finally {
        await client.end();
      }
    }),
  );
}
