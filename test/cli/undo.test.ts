import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataOf } from '../support/graphql-client.js';
import { runProgram } from '../support/run-program.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
let org: string;
beforeAll(async () => {
  server = await startTestServer();
  org = server.organization.slug;
});
afterAll(() => server.stop());

const command = (args: string[], env: Record<string, string> = {}) =>
  runProgram('cli/main.js', ['undo', ...args], {
    DATABASE_URL: server.database.applicationUrl,
    AUTH_JWT_SECRET: 'x'.repeat(32),
    ...env,
  });

async function change(mutation: string): Promise<{ id: string; changeSet: string }> {
  const { made } = dataOf(
    await server.graphql<{ made: { tag: { id: string }; changeSet: { id: string } } }>(
      `mutation { made: ${mutation} { tag { id } changeSet { id } } }`,
    ),
  );
  return { id: made.tag.id, changeSet: made.changeSet.id };
}

describe('palimpsest undo', () => {
  it('shows the plan, and makes it when told to', async () => {
    const { id } = await change('createTag(input: { name: "first" })');
    const { changeSet } = await change(
      `updateTag(input: { id: "${id}", expectedVersion: 1, patch: { name: "second" } })`,
    );
    const step = `UPDATE  Tag ${id}\n  name: "second" -> "first"\n`;
    expect(await command([changeSet, '--org', org])).toEqual({
      code: 0,
      stdout: `${step}Nothing was changed; --apply does this.\n`,
      stderr: '',
    });
    const applied = await command([changeSet, '--org', org, '--apply', '--reason', 'a mistake']);
    expect(applied).toMatchObject({ code: 0, stderr: '' });
    const [, made] = /^Undone by the change set ([0-9a-f-]{36})\.$/m.exec(applied.stdout)!;
    const { changeSet: found } = dataOf(
      await server.graphql<{ changeSet: object }>(
        'query ($id: ID!) { changeSet(id: $id) { source reason operationName actor { kind id } undoes { id } } }',
        { id: made },
      ),
    );
    expect(found).toEqual({
      source: 'CLI',
      reason: 'a mistake',
      operationName: 'undo',
      actor: { kind: 'SYSTEM', id: 'cli' },
      undoes: { id: changeSet },
    });
    expect((await command([changeSet, '--org', org])).stdout).toBe('There is nothing left to undo.\n');
  });

  it('shows where a long text differs, and links by name', async () => {
    const { tag } = dataOf(
      await server.graphql<{ tag: { tag: { id: string } } }>(
        'mutation { tag: createTag(input: { name: "linked" }) { tag { id } } }',
      ),
    ).tag;
    const lines = Array.from({ length: 40 }, (_, n) => `Line ${n}.`);
    const made = dataOf(
      await server.graphql<{ createPost: { post: { id: string } } }>(
        'mutation ($body: String!) { createPost(input: { title: "T", slug: "long", body: $body }) { post { id } } }',
        { body: lines.join('\n') },
      ),
    );
    const { updatePost } = dataOf(
      await server.graphql<{ updatePost: { changeSet: { id: string } } }>(
        `mutation ($id: ID!, $patch: PostPatch!) {
          updatePost(input: { id: $id, expectedVersion: 1, patch: $patch }) { changeSet { id } } }`,
        { id: made.createPost.post.id, patch: { body: lines.with(30, 'Verse 30.').join('\n'), tagIds: [tag.id] } },
      ),
    );
    const { code, stdout } = await command([updatePost.changeSet.id, '--org', org]);
    expect(code).toBe(0);
    expect(stdout).toContain('    -Verse 30.\n    +Line 30.\n');
    expect(stdout).toContain(`    - linked (${tag.id})\n`);
    expect(stdout).not.toContain('Line 3.');
  });

  it('asks what becomes of what others have changed since, and paints for a terminal alone', async () => {
    const { id } = await change('createTag(input: { name: "one" })');
    const { changeSet } = await change(`updateTag(input: { id: "${id}", expectedVersion: 1, patch: { name: "two" } })`);
    await change(`updateTag(input: { id: "${id}", expectedVersion: 2, patch: { name: "three" } })`);
    const open = await command([changeSet, '--org', org]);
    expect(open).toMatchObject({ code: 1, stderr: '' });
    expect(open.stdout).toContain('  conflict name: was left as "two", is "three", was before "one"\n');
    const painted = await command([changeSet, '--org', org], { FORCE_COLOR: '1' });
    expect(painted.stdout).toContain('\u001B[33mUPDATE');
    expect(open.stdout).not.toContain('\u001B');
    expect((await command([changeSet, '--org', org, '--keep', 'former', '--apply'])).stdout).toContain(
      '  name: "three" -> "one"\n',
    );
  });

  it('says how what is blocked can be settled, and settles it', async () => {
    const made = await change('createTag(input: { name: "old" })');
    const { changeSet } = await change(
      `updateTag(input: { id: "${made.id}", expectedVersion: 1, patch: { name: "new" } })`,
    );
    const taken = await change('createTag(input: { name: "old" })');
    const lines = (await command([changeSet, '--org', org])).stdout.split('\n');
    expect(lines).toContain(`  blocked The Tag ${taken.id} has this name by now.`);
    expect(lines).toContain(`  --resolve ${made.id}.name=PRESENT leaves it as it is`);
    expect(lines.at(-2)).toMatch(
      /^Nothing was changed: decide .* with --keep PRESENT; or field by field with --resolve\.$/,
    );
    const nothingLeft = { code: 0, stdout: 'There is nothing left to undo.\n' };
    expect(await command([changeSet, '--org', org, '--keep', 'PRESENT'])).toMatchObject(nothingLeft);
    const resolved = await command([changeSet, '--org', org, '--resolve', `${made.id}.name=present`]);
    expect(resolved).toMatchObject(nothingLeft);
  });

  it.each([
    [['x', '--org', 'acme', '--resolve', 'name=PRESENT'], 'It must be <id>.<field>=PRESENT or <id>.<field>=FORMER.'],
    [['0197f3a0-0000-7000-8000-00000000dead', '--org', 'acme'], 'There is no such change set.'],
    [['x', '--org', 'nowhere'], 'There is no organization nowhere.'],
    [['x', '--org', 'acme', '--keep', 'BOTH'], 'It must be PRESENT or FORMER.'],
    [['x'], "required option '--org <slug>' not specified"],
  ])('refuses %j in one sentence', async (args, sentence) => {
    const { code, stdout, stderr } = await command(args.map((arg) => (arg === 'acme' ? org : arg)));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
