import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSuperuser } from '../support/cluster.js';
import { dataOf } from '../support/graphql-client.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const run = (statement: string) => asSuperuser(server.database.superuserUrl, (client) => client.query(statement));

async function readyz() {
  const answer = await fetch(`${server.url}/readyz`);
  const { status, migrations } = (await answer.json()) as { status: string; migrations?: object };
  return { code: answer.status, status, migrations };
}

it('a server whose migrations are those of the database says nothing of them', async () => {
  expect(await readyz()).toEqual({ code: 200, status: 'ready', migrations: undefined });
});

it('a server whose database a newer version has migrated works on, and says so', async () => {
  await run(`insert into migration (name) values ('Migration20990101000000_next')`);
  expect(await readyz()).toEqual({
    code: 200,
    status: 'ready',
    migrations: { newer: ['Migration20990101000000_next'], pending: [], problems: [] },
  });
  await run(`delete from migration where name = 'Migration20990101000000_next'`);
});

it('a server whose database lacks migrations, as one that was restored from before them, is not ready, and says so', async () => {
  const { rows } = await run('delete from migration where id = (select max(id) from migration) returning name');
  expect(await readyz()).toEqual({
    code: 503,
    status: 'unavailable',
    migrations: { newer: [], pending: [rows[0].name], problems: [] },
  });
  await run(`insert into migration (name) values ('${rows[0].name}')`);
});

describe('a table that somebody alters while the server works', () => {
  const post = () =>
    server.graphql<{ createPost: { post: { id: string } } }>(
      'mutation { createPost(input: { title: "T", slug: "t", body: "B" }) { post { id } } }',
    );

  it('makes it unready at once, which says what is wrong, and answers UNAVAILABLE', async () => {
    const created = await post();
    await run('alter table post rename body to bod');
    try {
      expect(await readyz()).toEqual({
        code: 503,
        status: 'unavailable',
        migrations: {
          newer: [],
          pending: [],
          problems: [
            'the column bod of post requires a value, which its entity does not know',
            'the column body of post is missing',
          ],
        },
      });
      const { errors } = await server.graphql('query ($id: ID!) { post(id: $id) { body } }', {
        id: dataOf(created).createPost.post.id,
      });
      expect(errors).toMatchObject([
        { message: expect.stringContaining('altered'), extensions: { code: 'UNAVAILABLE' } },
      ]);
    } finally {
      await run('alter table post rename bod to body');
    }
    expect(await readyz()).toEqual({ code: 200, status: 'ready', migrations: undefined });
  });
});
