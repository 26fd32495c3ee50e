import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import type { ConsolePage } from './console-page.js';

interface Post {
  readonly id: string;
  readonly version: number;
}

/** The server and the browser of the tests of the console, and what they do without it. */
export interface Stage {
  readonly windowOf: (role: 'VIEWER' | 'EDITOR' | 'ADMIN') => Promise<ConsolePage>;
  readonly ask: <T>(query: string, variables?: object, role?: string) => Promise<T>;
  readonly createPost: (input: object) => Promise<Post>;
  readonly updatePost: (post: Post, patch: object, role?: string) => Promise<Post>;
  readonly deletePost: (post: Post, reason?: string) => Promise<Post>;
  readonly readPost: (id: string) => Promise<Record<string, unknown>>;
  /** The folder of pictures. */
  readonly pictures: string;
}

interface Entries {
  readonly auditLog: {
    readonly nodes: readonly Record<string, unknown>[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}

/** What administrators do, and what takes long. */
export function administering(stage: Stage): void {
  const { windowOf, ask, createPost, updatePost, deletePost, readPost, pictures } = stage;

  /** Holds back the second request of a kind, as a slow server would. @returns lets it go */
  async function holdSecond(page: ConsolePage, operation: string): Promise<() => void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    let asked = 0;
    await page.page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes(operation) && ++asked === 2) await promise;
      await route.continue().catch(() => {});
    });
    return resolve;
  }

  async function chosenRows(page: ConsolePage, name: RegExp): Promise<void> {
    for (const row of await page.page.getByRole('row', { name }).all()) await row.getByRole('checkbox').check();
  }

  async function deletedPosts(titles: readonly string[]): Promise<Post[]> {
    const posts = [];
    for (const title of titles) {
      posts.push(await createPost({ title, slug: title.toLowerCase().replaceAll(' ', '-'), body: 'Bark.' }));
    }
    const deletions = posts.map(
      ({ id }, n) => `d${n}: deletePost(input: { id: "${id}", expectedVersion: 1 }) { post { id } }`,
    );
    await ask(`mutation { ${deletions.join(' ')} }`);
    return posts;
  }

  /** All entries of a filter, as whoever uses no console reads them. */
  async function entriesOf(filter: object): Promise<Record<string, unknown>[]> {
    const query = `query ($filter: AuditFilter, $after: String) { auditLog(first: 100, after: $after, filter: $filter) {
      nodes { id occurredAt action version before after } pageInfo { hasNextPage endCursor } } }`;
    const found: Record<string, unknown>[] = [];
    for (let after: string | null = null; ;) {
      const { auditLog }: Entries = await ask<Entries>(query, { filter, after });
      found.push(...auditLog.nodes);
      if (!auditLog.pageInfo.hasNextPage) return found;
      after = auditLog.pageInfo.endCursor;
    }
  }

  it('shows administrators the audit log: filtered, with the values of each entry', async () => {
    const post = await createPost({ title: 'Parchment', slug: 'audited', body: 'Sheep.', reason: 'a first draft' });
    await updatePost(post, { title: 'On parchment' });
    const page = await windowOf('ADMIN');
    await page.goTo('records/posts');
    await page.click('link', 'Audit log');
    await page.heading('Audit log');
    await page.fill('Record’s id', post.id);
    await page.click('button', 'Show');
    const rows = page.page.locator('table.audit tbody tr');
    await eventually(async () => expect(await rows.count()).toBe(2));
    await page.reads('2 entries');
    await page.page
      .getByRole('row', { name: /post\.update/ })
      .getByRole('button', { name: 'Details' })
      .click();
    const details = page.page.locator('tr.audit-details');
    await eventually(async () => expect(await details.innerText()).toMatch(/title\s+Parchment\s*On parchment/));
    await page.page.screenshot({ path: `${pictures}/audit-details.png`, fullPage: true });
    expect(await page.axeFaults()).toEqual([]);
    await page.click('button', 'All of this change set');
    await page.page.getByText('1 entry', { exact: true }).waitFor();
    await eventually(async () => expect(await rows.count()).toBe(2));
    await page.click('button', 'Clear');
    await page.fill('Action', 'post.create');
    await page.page.getByRole('combobox', { name: 'Type' }).selectOption('Post');
    await page.page.getByRole('combobox', { name: 'Who' }).fill('Edgar');
    await page.page.getByRole('option', { name: 'Edgar' }).click();
    expect(await page.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Remove Who');
    await page.click('button', 'Show');
    await page.reads('a first draft');
    const actors = page.page.locator('table.audit tbody td:nth-child(2)');
    await eventually(async () => expect(new Set(await actors.allInnerTexts())).toEqual(new Set(['Edgar'])));

    const editor = await windowOf('EDITOR');
    await editor.goTo('audit');
    await editor.reads('Your role, editor, may not do what this page is for.');
    expect(await editor.page.getByRole('link', { name: 'Audit log' }).count()).toBe(0);
  });

  it('takes the audit log away as a file, page by page; one that is stopped saves nothing', async () => {
    const tags = Array.from(
      { length: 120 },
      (_, n) => `t${n}: createTag(input: { name: "=audit ${n}" }) { tag { id } }`,
    );
    const { t0 } = await ask<{ t0: { tag: { id: string } } }>(`mutation { ${tags.join(' ')} }`);
    const [first] = await ask<Entries>(
      `{ auditLog(filter: { entityId: "${t0.tag.id}" }) { nodes { changeSet { id } } } }`,
    ).then(({ auditLog }) => auditLog.nodes as readonly { readonly changeSet: { readonly id: string } }[]);
    const filter = { changeSetId: first!.changeSet.id };
    const expected = await entriesOf(filter);
    expect(expected).toHaveLength(120);

    // One browser has no way to write into a file; the other has, and its person chooses one.
    const page = await windowOf('ADMIN');
    await page.page.addInitScript(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'));
    await page.goTo(`audit?${new URLSearchParams(filter).toString()}`);
    await page.reads('120 entries');
    const [download] = await Promise.all([
      page.page.waitForEvent('download'),
      page.click('button', 'Download as NDJSON'),
    ]);
    await page.reads('120 entries are in the file.');
    expect(download.suggestedFilename()).toMatch(/^audit-log-.*Z\.ndjson$/);
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual(
      expected.map((entry) => expect.objectContaining(entry)),
    );

    const other = await windowOf('ADMIN');
    await other.page.addInitScript(() => {
      const showSaveFilePicker = async () =>
        (await navigator.storage.getDirectory()).getFileHandle('audit.csv', { create: true });
      Object.assign(globalThis, { showSaveFilePicker });
    });
    const fileSize = () =>
      other.page.evaluate(async () => {
        const handle = await (await navigator.storage.getDirectory()).getFileHandle('audit.csv');
        return (await handle.getFile()).text();
      });
    await other.goTo(`audit?${new URLSearchParams(filter).toString()}`);
    await other.reads('120 entries');
    const letGo = await holdSecond(other, 'AllAuditLog');
    await other.click('button', 'Download as CSV');
    await other.reads('100 of 120');
    await other.page.screenshot({ path: `${pictures}/audit-download.png` });
    await other.click('button', 'Stop');
    await other.reads('Stopped. Nothing was saved.');
    letGo();
    expect(await fileSize()).toBe('');
    await other.click('button', 'Download as CSV');
    await other.reads('120 entries are in the file.');
    const csv = await fileSize();
    expect(csv.split('\r\n')).toHaveLength(122);
    expect(csv).toContain(`"{""name"":""=audit 7""}"`);
  });

  it('restores and purges one after the other, can be stopped, and brings back a whole deletion', async () => {
    const [owner, ...others] = await deletedPosts(['Birch bark 1', 'Birch bark 2', 'Birch bark 3']);
    const page = await windowOf('ADMIN');
    const row = (name: string) => page.page.getByRole('row', { name });
    await page.goTo('trash?type=posts');
    await row('Birch bark 1').getByRole('checkbox').check();
    await page.click('button', 'Restore all of this deletion');
    await page.reads('3 records are back.');
    for (const { id } of [owner!, ...others]) expect(await readPost(id)).toMatchObject({ deletedAt: null, version: 3 });

    // A comment that was deleted by itself, then its post: the post comes back first, or the comment could not.
    const { createComment } = await ask<{ createComment: { comment: Post } }>(
      `mutation { createComment(input: { body: "Birch bark peels", postId: "${owner!.id}" }) { comment { id version } } }`,
    );
    const comment = createComment.comment.id;
    const deleteComment = (version: number) =>
      ask(`mutation { deleteComment(input: { id: "${comment}", expectedVersion: ${version} }) { comment { id } } }`);
    await deleteComment(1);
    for (const { id } of [owner!, ...others]) await deletePost({ id, version: 3 });
    await page.goTo('trash');
    await row('Birch bark peels').waitFor();
    await row('Birch bark peels').getByRole('checkbox').check();
    await row('Birch bark 1').getByRole('checkbox').check();
    await page.click('button', 'Restore 2 selected');
    await page.reads('2 records are back.');
    expect(await ask(`{ comment(id: "${comment}") { version } }`)).toEqual({ comment: { version: 3 } });

    await deleteComment(3);
    await deletePost({ id: owner!.id, version: 5 });
    await page.page.reload();
    await row('Birch bark 1').waitFor();
    await chosenRows(page, /Birch bark \d/);
    const letGo = await holdSecond(page, 'mutation Restore');
    await page.click('button', 'Restore 3 selected');
    await page.reads('1 of 3');
    await page.click('button', 'Stop');
    letGo();
    await page.reads('2 records are back. Stopped after 2 of 3.');
    // The button to stop is gone; whoever pressed it by keyboard goes on from the screen.
    expect(await page.page.evaluate(() => document.activeElement?.outerHTML.slice(0, 80))).toMatch(/id="content"/);
    await eventually(async () => expect(await page.page.getByRole('row', { name: /Birch bark/ }).count()).toBe(2));

    for (const { id } of [owner!, ...others]) {
      const { version, deletedAt } = await readPost(id);
      if (deletedAt === null) await deletePost({ id, version: version as number });
    }
    await page.page.unroute('**/graphql');
    await page.page.reload();
    await row('Birch bark peels').waitFor();
    await eventually(async () => expect(await page.page.getByRole('row', { name: /Birch bark/ }).count()).toBe(4));
    await chosenRows(page, /Birch bark/);
    await page.click('button', 'Purge 4 selected…');
    const dialog = page.page.getByRole('dialog');
    await page.fill(/^Type/, '4 records', dialog);
    await page.click('button', 'Purge for good', dialog);
    await page.reads('4 records are gone for good.');
    expect(await ask(`{ comment(id: "${comment}", deleted: INCLUDE) { id } }`)).toEqual({ comment: null });
  });

  it('places a legal hold by its form, which then keeps the record from being purged', async () => {
    const [post] = await deletedPosts(['Seal of lead']);
    const page = await windowOf('ADMIN');
    await page.goTo(`records/posts/${post!.id}`);
    await page.page.getByText('Legal hold', { exact: true }).click();
    const form = page.page.locator('details.legal-hold');
    await page.fill('Reason', 'a lawsuit', form);
    await page.click('button', 'Place a legal hold', form);
    await page.reads('Held: a lawsuit');
    await page.click('link', 'Look inside');
    await page.click('button', 'Purge…');
    const dialog = page.page.getByRole('dialog');
    await page.fill(/^Type/, 'Seal of lead', dialog);
    await page.click('button', 'Purge for good', dialog);
    await dialog.getByRole('alert').waitFor();
    expect(await dialog.getByRole('alert').innerText()).toMatch(/legal hold[^]*Request [-0-9a-f]{36}/i);
    await page.goTo(`records/posts/${post!.id}`);
    await page.reads('Held: a lawsuit');
    await page.fill('Reason', 'settled', form);
    await page.click('button', 'Release the hold', form);
    await eventually(async () => expect(await page.page.getByText('Held: a lawsuit').count()).toBe(0));
  });

  it('filters lists by choice, span and record, and searches in long texts that records are called by', async () => {
    const publish = (title: string, publishedAt: string, status: string) =>
      createPost({ title, slug: title.toLowerCase(), body: 'Lampblack.', publishedAt, status });
    await publish('Lampblack-1', '2021-03-01T12:00:00Z', 'PUBLISHED');
    await publish('Lampblack-2', '2021-04-01T12:00:00Z', 'ARCHIVED');
    await publish('Lampblack-3', '2021-05-01T12:00:00Z', 'DRAFT');
    const page = await windowOf('EDITOR');
    await page.goTo('records/posts');
    await page.page.getByText('Filter', { exact: true }).click();
    await page.fill('Search in title', 'Lampblack');
    await page.page.getByRole('checkbox', { name: 'ARCHIVED' }).check();
    await page.page.getByRole('checkbox', { name: 'DRAFT' }).check();
    await page.fill('published at from', '2021-03-15T00:00:00');
    await page.fill('published at to', '2021-04-15T00:00:00');
    await page.page.screenshot({ path: `${pictures}/records-filter.png`, fullPage: true });
    expect(await page.axeFaults()).toEqual([]);
    await page.click('button', 'Apply');
    await page.reads('1 record');
    await page.reads('Lampblack-2');
    await page.click('button', 'Remove published at');
    await page.reads('2 records');
    await page.click('button', 'Remove status');
    await page.reads('3 records');
    const { posts } = await ask<{ posts: { nodes: Post[] } }>(
      '{ posts(filter: { slug: { eq: "lampblack-1" } }) { nodes { id } } }',
    );
    await ask(
      `mutation { createComment(input: { body: "It smells of soot", postId: "${posts.nodes[0]!.id}" }) { comment { id } } }`,
    );
    await page.goTo('records/comments');
    await page.fill('Search in body', 'of soot');
    await page.click('button', 'Search');
    await page.reads('1 record');
    await page.reads('It smells of soot');
  });
}
