import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Commit } from '../../examples/replay/commit.js';
import { after, type Folder } from '../../examples/replay/folder.js';
import { readCommits } from '../../examples/replay/read-commits.js';
import { Replay } from '../../examples/replay/replay.js';
import { type Client, createClient } from '../../sdk/src/index.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { withSuperuser } from '../versioning/superuser.js';
import { revisions } from './revisions.js';

/** A revisions file to be used in place of the small history, and how many of its last commits are undone. */
const { REVISIONS: file, UNDONE: undone = '20' } = process.env;

let server: TestServer;
let client: Client;

beforeAll(async () => {
  server = await startTestServer();
  client = createClient({ url: `${server.url}/graphql`, token: server.organization.tokens.EDITOR });
});
afterAll(() => server.stop());

async function living(): Promise<Folder> {
  const found = new Map<string, string>();
  for await (const { slug, body } of client.posts.all({ first: 100 })) found.set(slug, body);
  return found;
}

async function newestChangeSet(): Promise<string | undefined> {
  const [row] = await withSuperuser(server, (query) =>
    query(`select id from change_set where actor_kind = 'USER' order by recorded_at desc limit 1`, []),
  );
  return (row as { id: string } | undefined)?.id;
}

it(
  'Undoing commits one after the other, newest first, gives the folder of each commit before',
  { tags: ['slow'] },
  async () => {
    const replay = new Replay(client);
    const made: { readonly changeSet: string; readonly before: Folder }[] = [];
    let folder: Folder = new Map();
    for await (const commit of file === undefined ? shortened() : readCommits(file)) {
      const newest = await newestChangeSet();
      await replay.commit(commit);
      const changeSet = await newestChangeSet();
      if (changeSet !== undefined && changeSet !== newest) made.push({ changeSet, before: folder });
      folder = after(folder, commit);
    }
    expect(await living()).toEqual(folder);
    const last = made.slice(-Number(undone));
    for (const { changeSet, before } of last.toReversed()) {
      await client.undo(changeSet);
      expect(await living()).toEqual(before);
    }
    expect(last.length).toBeGreaterThan(10);
  },
);

/** The small history, with fewer of the many commits that do the same. */
function* shortened(): Generator<Commit> {
  yield* revisions.filter(({ message }, n) => !message.startsWith('Edit') || n % 10 === 0);
}
