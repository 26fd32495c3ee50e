import { Client } from 'pg';

const comments = 3000;
const longPosts = 30;
const longBody = 3_900_000;
const authorsPosts = 60;

/** What hostile requests ask for. */
export interface Filled {
  /** A post with thousands of comments and a hundred versions. */
  readonly busyPost: string;
  /** A post with a long body, at version 2. */
  readonly longPost: string;
}

/**
 * Gives the organization `bench` records that are expensive to read.
 *
 * @param adminUrl of the database, as a superuser
 */
export async function fill(adminUrl: string): Promise<Filled> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(
      `select set_config('app.tenant_id', (select id::text from organization where slug = 'bench'), false)`,
    );
    const busyPost = await insertPost(client, `'busy'`, `'A body.'`);
    for (let n = 0; n < 100; n++) await client.query(`update post set title = 'Title ${n}' where id = $1`, [busyPost]);
    await client.query(
      `insert into comment (id, body, post_id) select gen_random_uuid(), 'Words.', $1 from generate_series(1, $2::int)`,
      [busyPost, comments],
    );
    const longPost = await insertPost(client, `'long-' || n`, `repeat('A body. ', ${longBody / 8})`, longPosts);
    await client.query(`update post set body = replace(body, 'A', 'The') where id = $1`, [longPost]);
    await fillAuthor(client);
    await client.query('vacuum analyze');
    return { busyPost, longPost };
  } finally {
    await client.end();
  }
}

/** @returns the id of one of them */
async function insertPost(client: Client, slug: string, body: string, count = 1): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `insert into post (id, title, slug, body)
     select gen_random_uuid(), 'Title', ${slug}, ${body} from generate_series(1, ${count}) n returning id`,
  );
  return rows[0]!.id;
}

/** An author of sixty short posts with many tags, whose posts come first. */
async function fillAuthor(client: Client): Promise<void> {
  await client.query(`
    with author as (
      insert into "user" (id, email, display_name, role)
      values (gen_random_uuid(), 'author@bench.example', 'Author', 'EDITOR') returning id
    ), written as (
      insert into post (id, title, slug, body, author_id)
      select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Title', 'by-author-' || n, 'Body', author.id
      from author, generate_series(1, ${authorsPosts}) n returning id
    ), named as (
      insert into tag (id, name) select gen_random_uuid(), 'tag ' || n from generate_series(1, 50) n returning id
    )
    insert into post_tags (post_id, tag_id) select written.id, named.id from written, named`);
}
