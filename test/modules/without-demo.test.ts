import { afterAll, beforeAll, expect, it } from 'vitest';
import { Program } from '../docs/program.js';
import { ProjectCopy } from '../support/project-copy.js';

let project: ProjectCopy;
beforeAll(async () => {
  project = await ProjectCopy.make();
});
afterAll(() => project.delete());

it('the demo is removed with its folder and one line, and the server is as complete without', async () => {
  await project.remove('src/modules/demo');
  const list = (await project.read('src/modules/index.ts')).split('\n');
  const rest = list.filter((line) => !line.includes('./demo/'));
  expect(rest).toHaveLength(list.length - 1);
  await project.write('src/modules/index.ts', rest.join('\n'));

  const migration = await project.read(
    await project.makeMigration('without-demo', '--drop', 'post=retire', 'comment=retire', 'tag=retire'),
  );
  for (const table of ['post', 'post_tags', 'comment', 'tag']) {
    expect(migration).toContain(`drop table "${table}";`);
  }
  await project.npm('run', 'schema');
  const schema = await project.read('schema.graphql');
  expect(schema).toContain('createUser(');
  expect(schema).not.toMatch(/^(?:type|input|enum) (?:Post|Comment|Tag)|^  (?:posts?|comments?|tags?)\(/m);

  await project.npm('run', 'codegen');
  await project.npm('run', 'typecheck');

  const settings = { PORT: '0', DATA_DIR: `${project.folder}/.data` };
  const server = new Program('dist/src/main.js', [], settings, project.folder);
  try {
    await server.written(/Ctrl-C stops it/);
    const [, url, token, body] = / (http\S+) .*Bearer (\S+)' -d '(.+)'$/m.exec(server.output)!;
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const answer: unknown = await (await fetch(url!, { method: 'POST', headers, body: body! })).json();
    const names = ['Ada', 'Edgar', 'Vera'].map((displayName) => expect.objectContaining({ displayName, version: 1 }));
    expect(answer).toEqual({ data: { users: { nodes: names } } });
    expect(await (await fetch(new URL('/graphiql', url))).text()).toContain('query Users {');
  } finally {
    expect(await server.end()).toBe(0);
  }
});
