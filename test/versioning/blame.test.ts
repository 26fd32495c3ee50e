import { diffLines } from 'diff';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { purgeExpired } from '../../src/database/tenants/purge-expired.js';
import { asSuperuser } from '../support/cluster.js';
import { dataOf } from '../support/graphql-client.js';
import { statementsDuring } from '../support/statements.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { setRetention } from './retention/retention.js';

interface Blamed {
  field: string;
  value: unknown;
  version: number | null;
  before: number | null;
  redacted: boolean;
  actor: { id: string } | null;
  changeSet: { reason: string } | null;
}

interface BlamedLine {
  line: number;
  text: string;
  version: number | null;
  before: number | null;
  changeSet: { reason: string } | null;
}

let server: TestServer;
let tags: string[];
beforeAll(async () => {
  server = await startTestServer();
  tags = await Promise.all(['skin', 'ink'].map((name) => made('createTag', { name })));
});
afterAll(() => server.stop());

/** Changes something as the editor, or as somebody else. @returns the record's id */
async function made(field: string, input: object, token = server.organization.tokens.EDITOR): Promise<string> {
  const type = /Tag|Post|User/.exec(field)![0];
  const inputType = field.startsWith('delete')
    ? `Delete${type}Input`
    : `${field[0]!.toUpperCase()}${field.slice(1)}Input`;
  const data = dataOf(
    await server.graphql<{ made: { record: { id: string } } }>(
      `mutation($input: ${inputType}!) { made: ${field}(input: $input) { record: ${type.toLowerCase()} { id } } }`,
      { input },
      token,
    ),
  );
  return data.made.record.id;
}

const update = (id: string, expectedVersion: number, patch: object, reason?: string, token?: string) =>
  made('updatePost', { id, expectedVersion, patch, ...(reason !== undefined && { reason }) }, token);

async function blameOf(id: string, fields?: string[]): Promise<Map<string, Blamed>> {
  const query = `query($id: ID!, $fields: [String!]) { blame(id: $id, fields: $fields) {
    field value version before redacted actor { id } changeSet { reason } } }`;
  const { blame } = dataOf(await server.graphql<{ blame: Blamed[] }>(query, { id, fields }));
  return new Map(blame.map((one) => [one.field, one]));
}

async function lineBlameOf(id: string, field = 'body'): Promise<BlamedLine[]> {
  const query = `query($id: ID!, $field: String!) { lineBlame(id: $id, field: $field) {
    line text version before changeSet { reason } } }`;
  return dataOf(await server.graphql<{ lineBlame: BlamedLine[] }>(query, { id, field })).lineBlame;
}

const versionsOf = (blamed: readonly BlamedLine[]) => blamed.map(({ text, version }) => [text, version]);

let slugs = 0;
const post = (values: object = {}) => made('createPost', { title: 'Vellum', slug: `s${++slugs}`, body: '', ...values });

async function refusal(query: string, id: string): Promise<{ code: string; message: string }> {
  const { errors } = await server.graphql(query, { id });
  return { code: errors[0]!.extensions.code, message: errors[0]!.message };
}

describe('blame', () => {
  it('tells of each field which version set its present value, also where one was changed and set back', async () => {
    const { users, tokens } = server.organization;
    const id = await post({ tagIds: [tags[0]], reason: 'a first draft' });
    await update(id, 1, { title: 'Parchment' }, 'a better title');
    await update(id, 2, { title: 'Vellum', metadata: { pages: 3 } }, 'the old title', tokens.ADMIN);
    await update(id, 3, { tagIds: [tags[1], tags[0]] }, 'with ink');
    const blamed = await blameOf(id);
    expect([...blamed.keys()]).toEqual([
      'title',
      'slug',
      'body',
      'status',
      'publishedAt',
      'metadata',
      'authorId',
      'tagIds',
    ]);
    expect(blamed.get('title')).toEqual({
      field: 'title',
      value: 'Vellum',
      version: 3,
      before: null,
      redacted: false,
      actor: { id: users.ADMIN },
      changeSet: { reason: 'the old title' },
    });
    expect(blamed.get('metadata')).toMatchObject({ value: { pages: 3 }, version: 3 });
    expect(blamed.get('tagIds')).toMatchObject({
      value: [...tags].toSorted(),
      version: 4,
      actor: { id: users.EDITOR },
    });
    // What nobody has ever set is as the record was created.
    expect(blamed.get('publishedAt')).toMatchObject({
      value: null,
      version: 1,
      changeSet: { reason: 'a first draft' },
    });
  });

  it('tells who deleted a record, and all that it was', async () => {
    const id = await post();
    await made('deletePost', { id, expectedVersion: 1, reason: 'no more' });
    const blamed = await blameOf(id, ['deletedAt', 'title']);
    expect(blamed.get('deletedAt')).toMatchObject({ value: expect.any(String), version: 2 });
    expect(blamed.get('title')).toMatchObject({ value: 'Vellum', version: 1 });
    const all = await blameOf(id);
    expect(all.get('deletedAt')).toEqual(blamed.get('deletedAt'));
    await made('restorePost', { id, expectedVersion: 2 });
    expect([...(await blameOf(id)).keys()]).toEqual([...all.keys()].filter((field) => field !== 'deletedAt'));
  });

  it('tells of what is sensitive who set it and when, and no value', async () => {
    const { ADMIN } = server.organization.tokens;
    const values = { email: 'new@acme.example', displayName: 'New', role: 'VIEWER', password: 'a long password' };
    const id = await made('createUser', values, ADMIN);
    await made('updateUser', { id, expectedVersion: 1, patch: { password: 'another password' } }, ADMIN);
    const blamed = await blameOf(id);
    expect(blamed.get('password')).toMatchObject({ value: null, version: 2, redacted: true });
    expect(JSON.stringify([...blamed])).not.toContain('another');
  });

  it('asks as many statements whatever the number of versions', async () => {
    const id = await post();
    const few = (await statementsDuring(() => blameOf(id))).length;
    for (let version = 1; version < 15; version++) await update(id, version, { title: `title ${version}` });
    expect((await statementsDuring(() => blameOf(id))).length).toBe(few);
  });

  it('refuses fields that there are not, and records that there are not', async () => {
    const id = await post();
    expect(await refusal('query($id: ID!) { blame(id: $id, fields: ["title", "colour"]) { field } }', id)).toEqual({
      code: 'BAD_USER_INPUT',
      message:
        'fields: there is no field "colour"; there are title, slug, body, status, publishedAt, metadata, authorId, tagIds, deletedAt.',
    });
    for (const [near, meant] of Object.entries({ tags: 'tagIds', author: 'authorId', titl: 'title' })) {
      const { message } = await refusal(`query($id: ID!) { blame(id: $id, fields: ["${near}"]) { field } }`, id);
      expect(message).toMatch(`fields: there is no field "${near}", did you mean ${meant}? There are title, slug, `);
    }
    const unknown = await refusal(
      'query($id: ID!) { blame(id: $id) { field } }',
      '01a21b0f-0000-7000-8000-000000000000',
    );
    expect(unknown).toEqual({ code: 'NOT_FOUND', message: 'There is no such record or version.' });
    const other = await server.addOrganization('globex');
    const { errors } = await server.graphql('query($id: ID!) { blame(id: $id) { field } }', { id }, other.tokens.ADMIN);
    expect(errors[0]!.message).toBe(unknown.message);
  });
});

describe('lineBlame', () => {
  it('tells of each line which version put it there', async () => {
    const id = await post({ body: 'one\ntwo\nthree\n', reason: 'a first draft' });
    await update(id, 1, { body: 'zero\none\ntwo\nthree\n' }, 'from zero');
    await update(id, 2, { title: 'Parchment' });
    await update(id, 3, { body: 'zero\none\n2\nthree\nfour' }, 'in digits');
    expect(await lineBlameOf(id)).toEqual([
      { line: 1, text: 'zero', version: 2, before: null, changeSet: { reason: 'from zero' } },
      { line: 2, text: 'one', version: 1, before: null, changeSet: { reason: 'a first draft' } },
      { line: 3, text: '2', version: 4, before: null, changeSet: { reason: 'in digits' } },
      { line: 4, text: 'three', version: 1, before: null, changeSet: { reason: 'a first draft' } },
      { line: 5, text: 'four', version: 4, before: null, changeSet: { reason: 'in digits' } },
    ]);
    expect(versionsOf(await lineBlameOf(id, 'title'))).toEqual([['Parchment', 3]]);
    await update(id, 4, { body: '' });
    expect(await lineBlameOf(id)).toEqual([]);
  });

  it('equals what the revisions tell that came one after another', async () => {
    const words = ['vellum\n', 'skin\n', 'ink\r\n', '\n', 'scrape\n'];
    let seed = 7;
    const random = (below: number) => (seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff) % below;
    const bodies = [words.join('')];
    for (let n = 1; n < 25; n++) {
      const lines = bodies.at(-1)!.split(/(?<=\n)/);
      lines.splice(random(lines.length), random(3), ...Array.from({ length: random(4) }, () => words[random(5)]!));
      bodies.push(lines.join(''));
    }
    const distinct = bodies.filter((body, n) => n === 0 || body !== bodies[n - 1]);
    const id = await post({ body: distinct[0] });
    for (const [n, body] of distinct.slice(1).entries()) await update(id, n + 1, { body });
    let expected: number[] = [];
    for (const [n, body] of distinct.entries()) {
      let at = 0;
      expected = diffLines(distinct[n - 1] ?? '', body).flatMap(({ count, added, removed }) => {
        if (added) return Array.from({ length: count }, () => n + 1);
        at += count;
        return removed ? [] : expected.slice(at - count, at);
      });
    }
    const blamed = await lineBlameOf(id);
    expect(blamed.map(({ version }) => version)).toEqual(expected);
    expect(blamed.map(({ text }) => text)).toEqual(distinct.at(-1)!.split(/\r?\n/).slice(0, expected.length));
  });

  it('asks as many statements whatever the number of versions', async () => {
    const id = await post({ body: 'one\n' });
    const few = (await statementsDuring(() => lineBlameOf(id))).length;
    for (let version = 1; version < 25; version++) await update(id, version, { body: `one\n${version}\n` });
    const many = await statementsDuring(async () => {
      expect(versionsOf(await lineBlameOf(id))).toEqual([
        ['one', 1],
        ['24', 25],
      ]);
    });
    expect(many.length).toBe(few);
  });

  it('refuses what is no text', async () => {
    const id = await post();
    expect(await refusal('query($id: ID!) { lineBlame(id: $id, field: "tagIds") { line } }', id)).toEqual({
      code: 'BAD_USER_INPUT',
      message: 'field: tagIds is no text that is kept; texts are: title, slug, body.',
    });
    const unknown = await refusal('query($id: ID!) { lineBlame(id: $id, field: "colour") { line } }', id);
    expect(unknown.message).toBe('field: there is no field "colour"; there are title, slug, body.');
    const near = await refusal('query($id: ID!) { lineBlame(id: $id, field: "titl") { line } }', id);
    expect(near.message).toBe('field: there is no field "titl", did you mean title? There are title, slug, body.');
  });
});

describe('Where retention has let go of versions', () => {
  it('says before which version that is kept it was so', async () => {
    const id = await post({ body: 'one\ntwo\n' });
    await update(id, 1, { body: 'one\ntwo\nthree\n' });
    await update(id, 2, { body: 'one\ntwo\nthree\nfour\n', title: 'Parchment' });
    await update(id, 3, { body: 'one\n2\nthree\nfour\n' });
    await setRetention(server, { Post: { historyVersions: 2 } });
    expect((await purgeExpired(server.orm)).trimmed).toBeGreaterThan(0);
    await setRetention(server, {});
    const blamed = await blameOf(id);
    expect(blamed.get('slug')).toEqual({
      field: 'slug',
      value: expect.any(String),
      version: null,
      before: 3,
      redacted: false,
      actor: null,
      changeSet: null,
    });
    expect(blamed.get('title')).toMatchObject({ version: 3, before: null });
    // The audit log tells what the first version that is kept has found.
    expect((await lineBlameOf(id)).map(({ text, version, before }) => [text, version, before])).toEqual([
      ['one', null, 3],
      ['2', 4, null],
      ['three', null, 3],
      ['four', 3, null],
    ]);
    await asSuperuser(server.database.superuserUrl, (client) =>
      client.query('set session_replication_role = replica; delete from audit_entry'),
    );
    expect((await lineBlameOf(id)).map(({ text, version, before }) => [text, version, before])).toEqual([
      ['one', null, 3],
      ['2', 4, null],
      ['three', null, 3],
      ['four', null, 3],
    ]);
  });
});
