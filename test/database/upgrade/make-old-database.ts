/**
 * Makes `old-database.sql.gz` and `old-answers.json.gz` again: the database of an earlier version after varied work, and what
 * its server answered about it. Needs a checkout of that version that is built, and a PostgreSQL to make it in:
 *
 *     git worktree add /tmp/old 5c6f6b0 && (cd /tmp/old && npm ci)
 *     node test/database/upgrade/make-old-database.ts /tmp/old postgresql://postgres:secret@127.0.0.1:5432/postgres
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { dumpDatabase } from './dump-database.ts';
import { type Answer, questionsOf } from './questions.ts';

const [folder = '', superuserUrl = ''] = process.argv.slice(2);
const port = '4877';
const urlOf = (user?: string) => {
  const url = new URL(superuserUrl);
  url.pathname = 'old';
  if (user) [url.username, url.password] = [user, 'secret'];
  return url.href;
};
const settings = {
  PATH: process.env['PATH'],
  DATABASE_URL: urlOf('old_server'),
  MIGRATION_DATABASE_URL: urlOf('old_owner'),
  AUTH_JWT_SECRET: 'a secret of no consequence, for a while',
  PURGE_SCHEDULE: 'off',
  RETENTION: 'Tag.historyVersions=2',
  LOG_LEVEL: 'warn',
  HOST: '127.0.0.1',
  PORT: port,
};

/** Runs a command of the old version. @returns what it printed */
async function palimpsest(args: readonly string[], more: Record<string, string> = {}): Promise<string> {
  const command = [join(folder, 'dist/src/cli/main.js'), ...args];
  const { stdout } = await promisify(execFile)(process.execPath, command, { env: { ...settings, ...more } });
  return stdout.trim();
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

type Data = Readonly<Record<string, unknown>>;

async function ask<Told>(token: string | null, query: string, variables: Data = {}): Promise<Answer<Told>> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer<Told>;
}

interface Viewer {
  viewer: { organization: { id: string } };
}

/** Changes records of one organization as a client does. */
class Writer {
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  create = (type: string, values: Data) => this.#change('create', type, values);
  update = (type: string, id: string, expectedVersion: number, patch: Data, reason?: string) =>
    this.#change('update', type, { id, expectedVersion, patch, ...(reason && { reason }) });
  delete = (type: string, id: string, expectedVersion: number) =>
    this.#change('delete', type, { id, expectedVersion, reason: 'no longer wanted' });
  restore = (type: string, id: string, expectedVersion: number, patch?: Data) =>
    this.#change('restore', type, { id, expectedVersion, ...(patch && { patch }) });
  revert = (type: string, id: string, expectedVersion: number, toVersion: number) =>
    this.#change('revert', type, { id, expectedVersion, toVersion });
  purge = (type: string, id: string, expectedVersion: number) => this.#change('purge', type, { id, expectedVersion });

  async #change(change: string, type: string, input: Data): Promise<string> {
    const of = change === 'purge' ? 'Delete' : change[0]!.toUpperCase() + change.slice(1);
    const one = type.toLowerCase();
    const { data, errors } = await ask<{ payload: Record<string, { id: string }> }>(
      this.#token,
      `mutation ($input: ${of}${type}Input!) { payload: ${change}${type}(input: $input) { ${one} { id } } }`,
      { input },
    );
    if (errors || !data) throw new Error(`${change}${type}: ${JSON.stringify(errors)}`);
    return data.payload[one]!.id;
  }
}

/** What an organization lives through: every operation on every entity, with cascades and links. */
async function live(writer: Writer, slug: string): Promise<{ held: string; sql: string }> {
  const author = await writer.create('User', {
    email: `author@${slug}.example`,
    displayName: 'An Author',
    role: 'EDITOR',
    password: 'a password that nobody needs',
  });
  await writer.update('User', author, 1, { displayName: 'The Author', email: `the.author@${slug}.example` });
  await writer.update('User', author, 2, { password: 'another password' }, 'it was seen by others');
  const leaving = await writer.create('User', {
    email: `leaving@${slug}.example`,
    displayName: 'Leaving',
    role: 'EDITOR',
  });
  const tags: string[] = [];
  for (const name of ['early', 'ünïcode ✓', 'late']) tags.push(await writer.create('Tag', { name }));
  const [early, unicode, late] = tags as [string, string, string];
  await writer.update('Tag', early, 1, { name: 'earlier' });
  await writer.update('Tag', early, 2, { name: 'earliest' });

  const varied = await writer.create('Post', {
    title: 'Varied',
    slug: 'varied',
    body: 'One line\nand another\n',
    authorId: author,
    tagIds: [early, unicode],
    metadata: { number: 12.5, list: [1, null, 'x'], 'key "quoted"': { deep: true } },
  });
  await writer.update('Post', varied, 1, { status: 'PUBLISHED', publishedAt: '2026-01-15T09:00:00.123456Z' });
  await writer.update('Post', varied, 2, { tagIds: [late], body: 'One line\nand a third\n' }, 'links and a long text');
  await writer.update('Post', varied, 3, { authorId: leaving, metadata: null, tagIds: [] });
  await writer.revert('Post', varied, 4, 2);
  const first = await writer.create('Comment', { body: 'a comment', postId: varied, authorId: author });
  const second = await writer.create('Comment', { body: 'deleted before its post', postId: varied });
  await writer.update('Comment', first, 1, { body: 'a better comment', authorId: leaving });
  await writer.delete('Comment', second, 1);
  await writer.delete('Post', varied, 5);
  await writer.restore('Post', varied, 6);
  await writer.restore('Comment', second, 2);

  const trashed = await writer.create('Post', { title: 'In the trash', slug: 'trashed', body: '', tagIds: [unicode] });
  await writer.create('Comment', { body: 'taken along', postId: trashed, authorId: leaving });
  await writer.update('Post', trashed, 1, { status: 'ARCHIVED' });
  await writer.delete('Post', trashed, 2);
  const successor = await writer.create('Post', { title: 'Has its slug now', slug: 'trashed', body: 'new' });
  await writer.update('Post', successor, 1, { authorId: leaving });
  await writer.delete('User', leaving, 1);
  await writer.delete('Tag', late, 1);

  const purged = await writer.create('Post', { title: 'Gone', slug: 'gone', body: 'for good', authorId: author });
  await writer.create('Comment', { body: 'gone with it', postId: purged });
  await writer.delete('Post', purged, 1);
  await writer.purge('Post', purged, 2);
  const held = await writer.create('Post', { title: 'Held', slug: 'held', body: 'as evidence', tagIds: [early] });
  await writer.delete('Post', held, 1);
  const sql = await writer.create('Post', {
    title: 'For SQL',
    slug: 'for-sql',
    body: 'as the API wrote it',
    tagIds: [early],
  });
  return { held, sql };
}

/** What is done past the application, as the server's role and as the owner. */
async function writeBySql(tenant: string, post: string): Promise<void> {
  for (const user of ['old_server', 'old_owner']) {
    await withClient(urlOf(user), async (client) => {
      await client.query("select set_config('app.tenant_id', $1, false)", [tenant]);
      await client.query("update post set title = title || ' by ' || $2, body = 'as SQL wrote it' where id = $1", [
        post,
        user,
      ]);
      await client.query('begin');
      await client.query('insert into tag (id, name) values (gen_random_uuid(), $1)', [`made by ${user}`]);
      await client.query('insert into post_tags (post_id, tag_id) select $1, id from tag where name = $2', [
        post,
        `made by ${user}`,
      ]);
      await client.query('commit');
      await client.query(
        'delete from post_tags where post_id = $1 and tag_id in (select id from tag where name = $2)',
        [post, 'earliest'],
      );
      const comment = "insert into comment (id, body, post_id) values (gen_random_uuid(), 'by SQL', $1) returning id";
      const { rows } = await client.query<{ id: string }>(comment, [post]);
      await client.query('update comment set deleted_at = clock_timestamp() where id = $1', [rows[0]!.id]);
      if (user === 'old_server') await client.query('delete from comment where id = $1', [rows[0]!.id]);
    });
  }
}

await withClient(superuserUrl, async (client) => {
  await client.query('drop database if exists old with (force)');
  await client.query('drop role if exists old_server');
  await client.query('drop role if exists old_owner');
  await client.query("create role old_owner login createrole password 'secret'");
  await client.query('create database old owner old_owner');
});
await palimpsest(['migrate', 'up']);
await palimpsest(['seed']);
await palimpsest(['org', 'create', '--slug', 'empty', '--name', 'Nobody was here']);
const server = spawn(process.execPath, [join(folder, 'dist/src/cli/main.js'), 'serve'], {
  env: settings,
  stdio: 'inherit',
});
while (
  server.exitCode === null &&
  !(await fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  ))
)
  await sleep(100);
try {
  const organizations: { slug: string; token: string }[] = [];
  for (const slug of ['acme', 'globex']) {
    const token = await palimpsest(['token', '--org', slug, '--role', 'ADMIN']);
    organizations.push({ slug, token });
    const { held, sql } = await live(new Writer(token), slug);
    const { data } = await ask<Viewer>(token, '{ viewer { organization { id } } }');
    await writeBySql(data!.viewer.organization.id, sql);
    await palimpsest(['hold', 'place', held, '--org', slug, '--reason', 'a lawsuit']);
    await ask(
      await palimpsest(['token', '--org', slug, '--role', 'VIEWER']),
      'mutation { deleteTag(input: {}) { tag { id } } }',
    );
    const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { expiresAt } }';
    const input = { organization: slug, email: `the.author@${slug}.example`, password: 'another password' };
    await ask(null, signIn, { input });
    await ask(null, signIn, { input: { ...input, password: 'a password that is wrong' } });
  }
  await palimpsest(['purge']);
  await palimpsest(['migrate', 'up'], { RETENTION: 'Tag.historyVersions=forever' });
  console.log(await palimpsest(['verify']));
  const answers: Record<string, unknown> = {};
  for (const { slug, token } of organizations) {
    answers[slug] = await questionsOf((query, variables) => ask(token, query, variables));
  }
  const here = (name: string) => new URL(name, import.meta.url);
  await writeFile(here('old-answers.json.gz'), gzipSync(JSON.stringify(answers, null, 1), { level: 9 }));
  await writeFile(here('old-database.sql.gz'), gzipSync(await withClient(urlOf(), dumpDatabase), { level: 9 }));
} finally {
  server.kill();
  await once(server, 'close');
}
