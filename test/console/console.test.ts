import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Program } from '../docs/program.js';
import { startBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { dataOf, requestGraphql } from '../support/graphql-client.js';
import { administering } from './administering.js';
import { ConsolePage } from './console-page.js';

/** Kept by nobody: for whoever wants to look at them. */
const pictures = 'dist/pictures';

interface Post {
  readonly id: string;
  readonly version: number;
}

const browser: Browser | undefined = await startBrowser();
let folder: string;
let server: Program;
let url: string;
let link: string;
let tokens: Record<string, string>;
const open: ConsolePage[] = [];

beforeAll(async () => {
  if (!browser) return;
  folder = await mkdtemp(join(tmpdir(), 'palimpsest-console-'));
  // As low as an operator may set it: what needs more aliases is asked for in parts.
  server = new Program('dist/src/main.js', [], { PORT: '0', DATA_DIR: join(folder, 'data'), MAX_ALIASES: '4' });
  await server.written(/Ctrl-C stops it/);
  [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(server.output)!;
  [link = ''] = /http:\S+#sign-in=\S+/.exec(server.output)!;
  tokens = Object.fromEntries(
    [...server.output.matchAll(/^ {2}(VIEWER|EDITOR|ADMIN) +(\S+)$/gm)].map(([, role, token]) => [role!, token!]),
  );
  await mkdir(pictures, { recursive: true });
});

afterEach(async () => {
  const faults = open.flatMap((page) => page.faults);
  await Promise.all(open.splice(0).map((page) => page.close()));
  // On whatever screen: nothing from another server, nothing that the page's policy refuses, nothing thrown.
  if (faults.length > 0) throw new Error(faults.join('\n'));
});

afterAll(async () => {
  await browser?.close();
  if (!browser) return;
  await server.end();
  await rm(folder, { recursive: true });
});

/** A window of somebody of the demo. */
async function windowOf(role: 'VIEWER' | 'EDITOR' | 'ADMIN' | null, options?: object): Promise<ConsolePage> {
  const page = await ConsolePage.open(browser!, url, role === null ? undefined : tokens[role], options);
  open.push(page);
  return page;
}

/** Asks the API, as somebody who uses no console. */
async function ask<T>(query: string, variables: object = {}, role = 'ADMIN'): Promise<T> {
  return dataOf<T>(await requestGraphql<T>(url, { query, variables: variables as never, token: tokens[role] }));
}

async function createPost(input: object): Promise<Post> {
  const query = 'mutation ($input: CreatePostInput!) { createPost(input: $input) { post { id version } } }';
  return (await ask<{ createPost: { post: Post } }>(query, { input }, 'EDITOR')).createPost.post;
}

async function updatePost({ id, version }: Post, patch: object, role = 'ADMIN'): Promise<Post> {
  const query = 'mutation ($input: UpdatePostInput!) { updatePost(input: $input) { post { id version } } }';
  const input = { id, expectedVersion: version, patch };
  return (await ask<{ updatePost: { post: Post } }>(query, { input }, role)).updatePost.post;
}

async function deletePost({ id, version }: Post, reason?: string): Promise<Post> {
  const query = 'mutation ($input: DeletePostInput!) { deletePost(input: $input) { post { id version } } }';
  const input = { id, expectedVersion: version, reason };
  return (await ask<{ deletePost: { post: Post } }>(query, { input })).deletePost.post;
}

/** The id of the change set that made a version. */
async function changeSetOf(id: string, version: number): Promise<string> {
  const query = `{ version(id: "${id}", version: ${version}) { changeSet { id } } }`;
  return (await ask<{ version: { changeSet: { id: string } } }>(query)).version.changeSet.id;
}

async function readPost(id: string): Promise<Record<string, unknown>> {
  const query = '{ post(id: "$", deleted: INCLUDE) { title slug body status version deletedAt } }'.replace('$', id);
  return (await ask<{ post: Record<string, unknown> }>(query)).post;
}

describe.skipIf(browser === undefined)('The console in a browser', { tags: ['slow'] }, () => {
  it('is signed in by the link that the start prints, once; a deleted post is back after three clicks', async () => {
    const page = await windowOf(null);
    await page.page.goto(link);
    await page.heading('Overview');
    expect(page.page.url()).not.toContain('sign-in');
    // The page, its script, style and icon; the code; who is signed in; what types there are; counts; what was deleted.
    expect(page.requests).toBeLessThanOrEqual(9);
    await page.click('link', 'Trash');
    await page.click('button', 'Restore');
    await page.click('button', 'Restore', page.page.getByRole('dialog'));
    await page.reads('It is back.');
    // The row has gone, and the focus with it: whoever works by keyboard goes on from the screen.
    await eventually(async () => expect(await page.focused()).toMatch(/^<main id="content"/));
    await page.goTo('records/posts');
    await page.click('link', 'Office closed on Friday');
    await page.reads('See you on Monday.');
    // What has been told is of the place where it was done.
    expect(await page.page.getByText('It is back.').count()).toBe(0);

    // Opened once more where somebody is signed in, it is as good as any address of the console.
    await page.page.goto(link);
    await page.heading('Overview');
    expect(page.page.url()).not.toContain('sign-in');

    const late = await windowOf(null);
    await late.page.addInitScript(() => {
      const denied = {
        get: () => {
          throw new DOMException('denied', 'SecurityError');
        },
      };
      Object.defineProperties(globalThis, { localStorage: denied, sessionStorage: denied });
    });
    await late.page.goto(link);
    await late.reads(/This link has been used/);
    await late.heading('Sign in');
    // Where the browser keeps nothing, the page keeps the session.
    await late.fill('Organization', 'acme');
    await late.fill('Email', 'ada@acme.example');
    await late.fill('Password', /password: (\S+)/.exec(server.output)![1]!);
    await late.click('button', 'Sign in');
    await late.heading('Overview');
    await late.click('link', 'tags');
    await late.reads('ink');
  });

  it('keeps a session for a reload, and in no other tab', async () => {
    const password = /password: (\S+)/.exec(server.output)![1]!;
    const page = await windowOf(null);
    await page.goTo('records/tags');
    await page.fill('Organization', 'acme');
    await page.fill('Email', 'ada@acme.example');
    await page.fill('Password', 'not this one');
    await page.click('button', 'Sign in');
    await page.page.getByRole('alert').waitFor();
    await page.fill('Password', password);
    await page.click('button', 'Sign in');
    await page.heading('tags');
    await page.page.reload();
    await page.heading('tags');
    await page.page.route('**/graphql', (route) => route.abort());
    await page.page.reload();
    await page.reads(/could not be reached/);
    await page.page.unroute('**/graphql');
    await page.click('button', 'Try again');
    await page.heading('tags');
    const other = await page.page.context().newPage();
    await other.goto(url);
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await other.evaluate(() => JSON.stringify({ ...localStorage }))).toBe('{}');
  });

  it('keeps what is written while one is elsewhere, and when the session ends: one signs in again and goes on', async () => {
    const account = { organization: 'acme', email: 'eve@acme.example' };
    const named = { email: account.email, displayName: 'Eve', role: 'EDITOR', password: 'what was first' };
    const { createUser } = await ask<{ createUser: { user: { id: string } } }>(
      'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }',
      { input: named },
    );
    const post = await createPost({ title: 'Seal', slug: 'sealing-wax', body: 'Wax.\r\nRed.' });
    const page = await windowOf(null);
    const signIn = async (password: string, within?: Locator) => {
      await page.fill('Organization', account.organization, within);
      await page.fill('Email', account.email, within);
      await page.fill('Password', password, within);
      await page.click('button', 'Sign in', within);
    };
    await page.goTo(`records/posts/${post.id}/edit`);
    await signIn(named.password);
    await page.heading('Edit Seal');
    await page.fill(/^title/, 'Sealing wax');
    await page.click('link', 'Trash');
    await page.heading('Trash');
    await page.page.goBack();
    await page.reads('This is what you had written here before.');

    const patch = { password: 'what came later' };
    await ask('mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }', {
      input: { id: createUser.user.id, expectedVersion: 1, patch },
    });
    await page.click('button', 'Save');
    await page.heading('Your session has ended');
    expect(await page.axeFaults()).toEqual([]);
    await signIn(patch.password, page.page.getByRole('dialog'));
    await page.page.getByRole('dialog').waitFor({ state: 'detached' });
    await eventually(async () => expect(await page.focused()).toMatch(/^<button type="submit" class="primary"/));
    await page.click('button', 'Save');
    await page.heading('Sealing wax');
    expect(await readPost(post.id)).toMatchObject({ title: 'Sealing wax', version: 2 });

    // Line ends stay what they were. Whoever goes elsewhere while it is saved stays there.
    await page.click('link', 'Edit');
    await page.heading('Edit Sealing wax');
    await page.page.getByLabel(/^body/).press('Control+Home');
    await page.page.getByLabel(/^body/).pressSequentially('Bees’ ');
    // Nothing is written while it is saved, as that would be in no version; where that fails one goes on from where one was.
    const failing = async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      await page.page.route('**/graphql', (route) => promise.then(() => route.abort()), { times: 1 });
      return resolve;
    };
    const title = page.page.getByLabel(/^title/);
    let fail = await failing();
    await title.press('Enter');
    await page.page.locator('form[inert]').waitFor({ state: 'attached' });
    await page.page.keyboard.type('lost');
    await page.page.evaluate(() => new Promise(requestAnimationFrame));
    fail();
    await page.page.locator('.failure').waitFor();
    expect(await title.inputValue()).toBe('Sealing wax');
    expect(await page.focused()).toBe(await page.markup(title));

    const saving = Promise.withResolvers<void>();
    await page.page.route('**/graphql', (route) => saving.promise.then(() => route.continue()), { times: 1 });
    const saved = page.page.waitForResponse((answer) => /mutation/.test(answer.request().postData() ?? ''));
    await page.click('button', 'Save');
    await page.click('link', 'Trash');
    await page.heading('Trash');
    saving.resolve();
    await (await saved).finished();
    await page.page.evaluate(() => new Promise(requestAnimationFrame));
    expect(page.page.url()).toMatch(/#\/trash$/);
    expect(await readPost(post.id)).toMatchObject({ body: 'Bees’ Wax.\r\nRed.', version: 3 });

    // A question stays until what it asked for has ended; whoever has gone elsewhere is told there why it failed.
    await page.goTo(`records/posts/${post.id}`);
    await page.click('button', 'Delete');
    const question = page.page.getByRole('dialog');
    fail = await failing();
    await page.click('button', 'Delete', question);
    await question.locator('button[type=submit][aria-disabled=true]').waitFor();
    await page.page.keyboard.press('Escape');
    await question.getByRole('button', { name: 'Cancel' }).dispatchEvent('click');
    fail();
    await question.getByRole('alert').waitFor();
    fail = await failing();
    await page.click('button', 'Delete', question);
    await question.locator('button[type=submit][aria-disabled=true]').waitFor();
    await page.goTo('trash');
    await page.heading('Trash');
    fail();
    await page.page.locator('.notice .failure').waitFor();
  });

  it('lists, searches, filters, orders and pages; forms say what is wrong at their fields', async () => {
    for (let n = 0; n < 55; n++) await ask(`mutation { createTag(input: { name: "tag ${n}" }) { tag { id } } }`);
    const page = await windowOf('EDITOR');
    await page.goTo('records/tags');
    await page.reads('58 records');
    await page.click('button', /^Next page/);
    await page.page
      .getByRole('button', { name: /Previous page/ })
      .and(page.page.locator(':enabled'))
      .waitFor();
    await eventually(async () => expect(await page.page.locator('tbody tr').count()).toBe(8));
    await page.fill('Search in name', 'tag 1');
    await page.click('button', 'Search');
    await page.reads('11 records');
    await page.click('button', 'name');
    await page.page.locator('th[aria-sort=ascending]').waitFor();
    await eventually(async () => expect(await page.page.locator('tbody th').first().innerText()).toBe('tag 1'));

    await page.goTo('records/posts/new');
    await page.click('button', 'Create');
    await page.reads(/needs a value/);
    expect(await page.focused()).toBe(await page.markup(page.page.getByLabel(/^title/)));
    await page.fill(/^title/, 'Vellum');
    await page.fill(/^slug/, 'iron-gall-ink');
    await page.fill(/^body/, 'Calfskin.');
    await page.fill('metadata', '{ "skin": ');
    await page.click('button', 'Create');
    await page.reads(/is no JSON/);
    await page.fill('metadata', '{ "skin": ["calf"] }');
    await page.click('button', 'Create');
    await page.page.locator('input[aria-invalid=true]').waitFor();
    expect(await page.page.getByLabel(/^slug/).getAttribute('aria-invalid')).toBe('true');
    const slug = await page.markup(page.page.getByLabel(/^slug/));
    await expect.poll(() => page.focused()).toBe(slug);
    await page.fill(/^slug/, 'vellum');
    await page.page.getByRole('combobox', { name: 'author' }).fill('Ada');
    await page.page.getByRole('option', { name: 'Ada' }).click();
    // The same by keyboard: Escape closes the list and keeps what is written, Enter chooses and sends no form.
    const tags = page.page.getByRole('combobox', { name: 'tags' });
    const option = page.page.getByRole('option', { name: 'ink', exact: true });
    await tags.fill('ink');
    await option.waitFor();
    expect(await page.axeFaults()).toEqual([]);
    await tags.press('Escape');
    await option.waitFor({ state: 'detached' });
    expect([await tags.inputValue(), await tags.getAttribute('aria-expanded')]).toEqual(['ink', 'false']);
    await tags.press('ArrowDown');
    await option.waitFor();
    await tags.press('ArrowDown');
    expect(await option.getAttribute('aria-selected')).toBe('true');
    expect(await tags.getAttribute('aria-activedescendant')).toBe(await option.getAttribute('id'));
    await tags.press('Enter');
    await page.page.getByRole('button', { name: 'Remove ink' }).waitFor();
    await page.click('button', 'Create');
    await page.heading('Vellum');
    await page.reads(/"calf"/);
    await page.goTo('records/posts?search=Vellum');
    await page.reads('1 record');
    await eventually(async () =>
      expect(await page.page.locator('tbody tr').innerText()).toMatch(/vellum\s+DRAFT\s+none\s+Ada/),
    );
  });

  it('settles what two people changed at once: by field, merged where they do not collide', async () => {
    const post = await createPost({ title: 'Ink', slug: 'two-people', body: 'one\ntwo\nthree' });
    const [ada, edgar] = [await windowOf('ADMIN'), await windowOf('EDITOR')];
    for (const page of [ada, edgar]) {
      await page.goTo(`records/posts/${post.id}/edit`);
      await page.heading('Edit Ink');
    }
    await ada.fill(/^title/, 'Black ink');
    await ada.fill(/^body/, 'ONE\ntwo\nthree');
    await ada.page.getByLabel('status').selectOption('PUBLISHED');
    await ada.click('button', 'Save');
    await ada.heading('Black ink');
    await edgar.fill(/^title/, 'Blue ink');
    await edgar.fill(/^body/, 'one\ntwo\nTHREE');
    await edgar.fill(/^slug/, 'blue-ink');
    await edgar.fill('Reason', 'bluer');
    await edgar.click('button', 'Save');
    await edgar.heading('Somebody else was faster');
    await edgar.reads(/Ada changed this record meanwhile/);
    await edgar.page.screenshot({ path: `${pictures}/conflict-light.png`, fullPage: true });
    expect(await edgar.axeFaults()).toEqual([]);
    await edgar.page.emulateMedia({ colorScheme: 'dark' });
    await edgar.page.screenshot({ path: `${pictures}/conflict-dark.png`, fullPage: true });
    expect(await edgar.axeFaults(['color-contrast'])).toEqual([]);
    await edgar.page.emulateMedia({ colorScheme: 'light' });
    await edgar.page.setViewportSize({ width: 390, height: 780 });
    await edgar.page.screenshot({ path: `${pictures}/conflict-phone.png`, fullPage: true });
    expect(await edgar.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await edgar.page.setViewportSize({ width: 1280, height: 860 });
    const choice = (field: string, name: RegExp) =>
      edgar.page.getByRole('group', { name: field }).getByRole('radio', { name });
    await choice('title', /^Yours/).check();
    // They wrote different lines, so nobody is asked; and what was decided is there again after a look elsewhere.
    expect(await choice('body', /^Merged/).isChecked()).toBe(true);
    await edgar.goTo('activity');
    await edgar.heading('Activity');
    await edgar.goTo(`records/posts/${post.id}/edit`);
    await edgar.heading('Somebody else was faster');
    expect(await edgar.focused()).toMatch(/^<section class="conflict"/);
    await edgar.click('button', 'Save again');
    await edgar.heading('Blue ink');
    expect(await readPost(post.id)).toMatchObject({
      title: 'Blue ink',
      slug: 'blue-ink',
      body: 'ONE\ntwo\nTHREE',
      status: 'PUBLISHED',
      version: 3,
    });
    const timeline = edgar.page.getByRole('region', { name: 'Timeline' });
    await eventually(async () =>
      expect(await timeline.innerText()).toMatch(
        /Edgar[^]*bluer[^]*Version 3[^]*Ada[^]*Version 2[^]*Edgar[^]*Version 1/,
      ),
    );
  });

  it('asks for every line that both changed, and keeps what was chosen and written of a merged text', async () => {
    const post = await createPost({ title: 'Lines', slug: 'lines', body: 'one\ntwo\nthree' });
    const page = await windowOf('EDITOR');
    await page.goTo(`records/posts/${post.id}/edit`);
    await page.fill(/^body/, 'one\nII\nthree');
    await updatePost(post, { body: 'one\n2\nthree' });
    await page.click('button', 'Save');
    const field = page.page.getByRole('group', { name: 'body' });
    const choose = (name: RegExp) => field.getByRole('radio', { name }).check();
    const merged = field.getByRole('textbox', { name: 'Merged text' });
    const save = page.page.getByRole('button', { name: 'Save again' });
    await choose(/^Merged/);
    await page.reads('1 still to decide');
    expect(await save.isDisabled()).toBe(true);
    await page.click('button', 'Take theirs', field);
    expect(await save.isEnabled()).toBe(true);
    await choose(/^Yours/);
    await choose(/^Merged/);
    expect(await merged.inputValue()).toBe('one\n2\nthree');
    await merged.fill('one\n2 or II\nthree');
    expect(await field.getByRole('button', { name: 'Take yours' }).isDisabled()).toBe(true);
    await choose(/^Theirs/);
    await choose(/^Merged/);
    await save.click();
    await page.heading(/^Lines/);
    expect(await readPost(post.id)).toMatchObject({ body: 'one\n2 or II\nthree', version: 3 });
  });

  it('loses nobody’s work where the other side has deleted the record', async () => {
    const post = await createPost({ title: 'Papyrus', slug: 'gone', body: 'Reed.' });
    const page = await windowOf('EDITOR');
    await page.goTo(`records/posts/${post.id}/edit`);
    await page.fill(/^title/, 'On papyrus');
    await deletePost(post);
    await createPost({ title: 'Others’', slug: 'gone', body: '' });
    await page.click('button', 'Save');
    await page.reads(/deleted this record meanwhile/);
    await page.click('button', 'Restore with my changes');
    await page.fill(/^slug/, 'back');
    await page.click('button', 'Restore with my changes');
    await page.heading('On papyrus');
    expect(await readPost(post.id)).toMatchObject({ title: 'On papyrus', slug: 'back', deletedAt: null, version: 3 });
  });

  it('compares any two versions, brings back one field, and reverts with the difference before its eyes', async () => {
    const first = await createPost({ title: 'Quill', slug: 'quill', body: 'Goose.', metadata: { size: { wide: 1 } } });
    const second = await updatePost(first, { title: 'Quills', metadata: { size: { wide: 2 } } });
    await updatePost(second, { body: 'Goose or swan.' });
    const page = await windowOf('EDITOR');
    await page.goTo(`records/posts/${first.id}`);
    await page.click('radio', 'From Version 3');
    await page.click('radio', 'To Version 1');
    await page.click('button', 'Compare 3 : 1');
    await page.heading('Version 3 against 1');
    const fields = page.page.locator('dl.fields');
    await eventually(async () => expect(await fields.innerText()).toMatch(/\/size\/wide\s+2\s+1/));
    expect(await fields.locator('dt').allInnerTexts()).toEqual(['title', 'body', 'metadata']);
    expect(await fields.locator('del').first().innerText()).toBe('Quills');
    await page.click('checkbox', 'Bring back title');
    await page.click('button', 'Restore 1 field');
    await page.heading('Quill');
    expect(await readPost(first.id)).toMatchObject({ title: 'Quill', body: 'Goose or swan.', version: 4 });

    await page.goTo(`records/posts/${first.id}/versions/4`);
    await page.heading('Version 4');
    await page.page.getByLabel('Version', { exact: true }).focus();
    await page.page.keyboard.press('ArrowLeft');
    await page.page.keyboard.press('ArrowLeft');
    await page.heading('Version 2');
    expect(page.page.url()).toMatch(/versions\/2$/);
    await page.click('link', /^Revert to this version/);
    await page.heading('Version 4 against 2');
    await page.click('button', 'Revert to version 2');
    await page.heading('Quills');
    expect(await readPost(first.id)).toMatchObject({ title: 'Quills', body: 'Goose.', version: 5 });
    // With the present on the right, where nothing can be brought to, the way is shown.
    await page.goTo(`records/posts/${first.id}/compare/4/5`);
    await page.click('link', 'Bring something back from version 4');
    await page.heading('Version 5 against 4');
    await page.goTo(`records/posts/${first.id}/compare/a/b`);
    await page.reads('There is nothing at this address.');
    await page.goTo(`records/posts/${first.id}/versions/6`);
    await page.reads(/There is no such version/);
    await eventually(async () => expect(await page.page.title()).toBe('Version 6 · Quills · Palimpsest'));
  });

  it('asks again for what could not be loaded of a history, and says while it is loading', async () => {
    const { id } = await createPost({ title: 'Codicil', slug: 'codicil', body: '1' });
    const updates = Array.from(
      { length: 31 },
      (_, n) =>
        `u${n}: updatePost(input: { id: "${id}", expectedVersion: ${n + 1}, patch: { body: "${n + 2}" } }) { post { id } }`,
    );
    await ask(`mutation { ${updates.join(' ')} }`, {}, 'EDITOR');
    const page = await windowOf('VIEWER');
    const without = (operations: RegExp) =>
      page.page.route('**/graphql', (route) =>
        operations.test(route.request().postData() ?? '') ? route.abort() : route.continue(),
      );
    await page.goTo(`records/posts/${id}`);
    const timeline = page.page.getByRole('region', { name: 'Timeline' });
    const versions = timeline.getByRole('link', { name: /^Version/ });
    await eventually(async () => expect(await versions.count()).toBe(30));
    await without(/query Timeline/);
    await page.click('button', 'Older versions');
    await timeline.getByRole('alert').waitFor();
    await page.page.unroute('**/graphql');
    await page.click('button', 'Try again', timeline);
    await eventually(async () => expect(await versions.count()).toBe(32));

    await without(/query (Record|Version)/);
    await page.goTo(`records/posts/${id}/versions/3`);
    await page.page.getByRole('alert').waitFor();
    await page.page.unroute('**/graphql');
    await page.click('button', 'Try again');
    await page.reads('3 / 32');
    const main = page.page.locator('main');
    await main.getByRole('link', { name: 'Codicil' }).waitFor();
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    await page.page.route('**/graphql', async (route) => {
      await answered;
      await route.continue();
    });
    await page.click('button', 'Newer version');
    await main.locator('[aria-busy=true]').waitFor();
    answer();
    await main.locator('[aria-busy=true]').waitFor({ state: 'detached' });
    expect(await main.locator('.is-changed').innerText()).toMatch(/body[^]*3\s*4/);
  });

  it('settles a taken key and a deleted owner in the trash, and purges what was typed', async () => {
    const post = await createPost({ title: 'Reed pen', slug: 'reed-pen', body: 'Old.' });
    const comment = await ask<{ createComment: { comment: Post } }>(
      `mutation { createComment(input: { body: "On pens", postId: "${post.id}" }) { comment { id version } } }`,
    );
    const { id } = comment.createComment.comment;
    await ask(`mutation { deleteComment(input: { id: "${id}", expectedVersion: 1 }) { comment { id } } }`);
    await deletePost(post, 'out of date');
    await createPost({ title: 'New reed pen', slug: 'reed-pen', body: 'New.' });
    const page = await windowOf('ADMIN');
    await page.goTo('trash?type=comments');
    const row = page.page.getByRole('row', { name: /On pens/ });
    const dialog = page.page.getByRole('dialog');
    await row.getByRole('button', { name: 'Restore' }).click();
    await page.page.route('**/graphql', (route) =>
      route.request().postData()?.includes('query Record(') ? route.abort() : route.continue(),
    );
    await page.click('button', 'Restore', dialog);
    await page.reads(/What it belongs to is in the trash, too/);
    await dialog.getByRole('alert').waitFor();
    await page.page.unroute('**/graphql');
    await page.click('button', 'Try again', dialog);
    await page.click('button', 'Restore that first, then this', dialog);
    await dialog.getByRole('alert').waitFor();
    await page.click('button', 'Cancel', dialog);
    expect(await page.page.evaluate(() => document.activeElement?.outerHTML)).toMatch(/^<button.*Restore/);

    await page.goTo('trash');
    const deleted = page.page.getByRole('row', { name: /Reed pen/ });
    await deleted.getByText('out of date').waitFor();
    await deleted.getByRole('button', { name: 'Restore' }).click();
    await page.click('button', 'Restore', dialog);
    await page.reads(/Another record has this slug by now/);
    await page.fill(/^slug/, 'x'.repeat(300), dialog);
    await page.click('button', 'Restore with this', dialog);
    await dialog.getByText(/255/).waitFor();
    await page.fill(/^slug/, 'reed-pen-again', dialog);
    await page.click('button', 'Restore with this', dialog);
    await page.reads('It is back.');
    expect(await readPost(post.id)).toMatchObject({ slug: 'reed-pen-again', deletedAt: null });

    await page.goTo('trash?type=comments');
    await row.getByRole('checkbox').check();
    await page.click('button', 'Purge 1 selected…');
    const confirm = dialog.getByRole('button', { name: 'Purge for good' });
    expect(await confirm.isDisabled()).toBe(true);
    await page.fill(/^Type/, 'On pens', dialog);
    await confirm.click();
    await page.reads('It is gone for good.');
    expect(await ask(`{ comment(id: "${id}", deleted: INCLUDE) { id } }`)).toEqual({ comment: null });
  });

  it('says why something is in the trash, also where an undo put it there, and where a page of it has gone', async () => {
    const post = await createPost({ title: 'Blotting paper', slug: 'blotting-paper', body: 'Pink.' });
    const changeSet = await changeSetOf(post.id, 1);
    const { undoPlan } = await ask<{ undoPlan: { planHash: string } }>(
      `{ undoPlan(changeSet: "${changeSet}") { planHash } }`,
    );
    const input = { changeSet, planHash: undoPlan.planHash, reason: 'never meant to be' };
    await ask('mutation ($input: UndoInput!) { undo(input: $input) { changeSet { id } } }', { input });
    const page = await windowOf('EDITOR');
    await page.goTo('trash');
    await page.page
      .getByRole('row', { name: /Blotting paper/ })
      .getByText('never meant to be')
      .waitFor();
    await page.goTo(`trash/posts/${post.id}`);
    await page.reads('never meant to be');

    const { trash } = await ask<{ trash: { pageInfo: { endCursor: string } } }>(
      '{ trash(first: 100, types: ["Post"]) { pageInfo { endCursor } } }',
    );
    await page.goTo(`trash?${new URLSearchParams({ type: 'posts', after: trash.pageInfo.endCursor }).toString()}`);
    await page.reads('What was on this page is not there any longer.');
    await page.click('link', 'First page');
    await page.reads('Blotting paper');
    await page.page.getByLabel('Type', { exact: true }).selectOption('users');
    await page.reads('Nothing of this type is in the trash.');
  });

  it('stays usable where showing one screen fails', async () => {
    const { id } = await createPost({ title: 'Broken', slug: 'broken', body: 'x' });
    const page = await windowOf('VIEWER');
    const post = { id, version: 1, deletedAt: null, createdAt: 'never', updatedAt: 'never' };
    await page.page.route('**/graphql', (route) =>
      route.request().postData()?.includes('query Record(')
        ? route.fulfill({ json: { data: { post } } })
        : route.continue(),
    );
    await page.goTo(`records/posts/${id}`);
    await page.page.getByRole('alert').waitFor();
    expect(new Set(page.faults.splice(0))).toEqual(new Set(['threw Invalid time value']));
    await page.page.unroute('**/graphql');
    await page.click('button', 'Try again');
    await page.heading('Broken');
  });

  it('follows what is changed: by itself, filtered as the address says, without moving what is read', async () => {
    for (let n = 0; n < 28; n++) await ask(`mutation { createTag(input: { name: "hue ${n}" }) { tag { id } } }`);
    const page = await windowOf('VIEWER');
    const { clock } = page.page;
    await clock.install();
    await page.goTo('activity');
    const feed = page.page.getByRole('region', { name: 'Activity' });
    await feed.getByRole('listitem').nth(19).waitFor();
    const post = await createPost({ title: 'Rubric', slug: 'rubric', body: 'Red.', reason: 'red letter day' });
    await clock.fastForward(5000);
    await page.reads('red letter day');
    await feed.getByRole('listitem').first().getByText('new', { exact: true }).waitFor();

    await page.click('button', 'Older changes');
    const read = feed.getByRole('listitem').nth(25);
    await read.scrollIntoViewIfNeeded();
    const place = async () => Math.round((await read.boundingBox())!.y);
    const before = await place();
    const text = await read.locator('.made-version').first().innerText();
    await updatePost(post, { title: 'Rubrics' });
    await clock.fastForward(5000);
    await page.reads('2 new changes');
    const moved = feed.getByRole('listitem').nth(26);
    expect([
      await moved.locator('.made-version').first().innerText(),
      Math.round((await moved.boundingBox())!.y),
    ]).toEqual([text, before]);
    await page.click('button', /2 new changes/);
    await page.page.waitForFunction('scrollY === 0');

    await page.page.getByLabel('Operation', { exact: true }).selectOption('DELETE');
    await deletePost({ id: post.id, version: 2 }, 'no red ink left');
    await clock.fastForward(5000);
    await page.reads('no red ink left');
    await page.fill('Reason', 'red ink');
    await page.click('button', 'Filter');
    await eventually(async () => expect(await feed.getByRole('listitem').count()).toBe(1));
    expect(page.page.url()).toMatch(/operation=DELETE&reason=red\+ink$/);
    await page.goTo(`activity?type=Post&field=title&value=Rubrics`);
    await eventually(async () => expect(await feed.getByRole('listitem').count()).toBe(1));
    await feed.getByRole('link', { name: 'Version 2' }).click();
    await page.click('link', 'all that changed with it');
    await page.heading('Change set');
    await page.reads('1 version');
    expect(await page.page.getByRole('link', { name: 'Undo…' }).count()).toBe(0);
  });

  it('undoes a change set: first the plan, its conflict by choice, planned anew where something moved, and the way back', async () => {
    const [one, two] = [
      await createPost({ title: 'Oak gall', slug: 'oak-gall', body: 'Round.' }),
      await createPost({ title: 'Vitriol', slug: 'vitriol', body: 'Green.' }),
    ];
    await ask(
      `mutation ($one: UpdatePostInput!, $two: UpdatePostInput!) {
        a: updatePost(input: $one) { post { id } } b: updatePost(input: $two) { post { id } }
      }`,
      {
        one: { id: one.id, expectedVersion: 1, patch: { title: 'Gall', status: 'PUBLISHED' }, reason: 'shorter' },
        two: { id: two.id, expectedVersion: 1, patch: { title: 'Copperas' } },
      },
    );
    const undone = await changeSetOf(one.id, 2);
    await updatePost({ id: one.id, version: 2 }, { title: 'Gall apple' });
    const page = await windowOf('EDITOR');
    await page.goTo(`records/posts/${one.id}`);
    const timeline = page.page.getByRole('region', { name: 'Timeline' });
    await timeline.getByRole('listitem').nth(1).getByRole('link').first().click();
    await page.heading('Change set');
    await page.reads('Copperas');
    await page.click('link', 'Undo…');
    await page.heading('What will be done');
    const conflict = page.page.getByRole('group', { name: 'title' });
    expect(await conflict.innerText()).toMatch(/Oak gall[^]*Gall apple/);
    const apply = page.page.getByRole('button', { name: /^Undo \d/ });
    expect(await apply.isDisabled()).toBe(true);
    await page.reads('1 still to decide');
    await conflict.getByRole('radio', { name: 'Put back what was there' }).check();
    await eventually(async () => expect(await apply.isEnabled()).toBe(true));
    await page.fill('Reason', 'longer again');
    await page.page.screenshot({ path: `${pictures}/undo-conflict.png`, fullPage: true });

    await updatePost({ id: two.id, version: 2 }, { body: 'Blue-green.' });
    await apply.click();
    const stale = page.page.getByRole('region', { name: 'Something moved since' });
    await stale.getByRole('link', { name: 'Version 2 → 3' }).waitFor();
    expect(await conflict.getByRole('radio', { name: 'Put back what was there' }).isChecked()).toBe(true);
    expect(await readPost(one.id)).toMatchObject({ title: 'Gall apple', version: 3 });
    await eventually(async () => expect(await apply.isEnabled()).toBe(true));
    await page.page.screenshot({ path: `${pictures}/undo-stale.png`, fullPage: true });
    await page.click('checkbox', 'Undo what became of Copperas');
    await page.reads('stays as it is');
    await page.click('checkbox', 'Undo what became of Copperas');
    await page.reads('Undo 2 records');
    await eventually(async () => expect(await apply.isEnabled()).toBe(true));
    await apply.click();
    await page.reads('It undid');
    expect(page.page.url()).not.toContain(undone);
    expect(await readPost(one.id)).toMatchObject({ title: 'Oak gall', status: 'DRAFT', version: 4 });
    expect(await readPost(two.id)).toMatchObject({ title: 'Vitriol', body: 'Blue-green.', version: 4 });
    await page.reads('longer again');
    await page.click('link', 'Back to what was undone');
    await page.reads('It was undone by');
    expect(page.page.url()).toContain(undone);
  });

  it('says what stands in the way of an undo, leaves that as it is, and takes along what came later', async () => {
    const post = await createPost({ title: 'Ochre', slug: 'ochre', body: 'Clay.' });
    await updatePost(post, { title: 'Sienna', slug: 'sienna' });
    await createPost({ title: 'Other', slug: 'ochre', body: 'Earth.' });
    const page = await windowOf('EDITOR');
    const apply = page.page.getByRole('button', { name: /^Undo \d/ });
    await page.goTo(`activity/${await changeSetOf(post.id, 2)}/undo`);
    await page.reads(/has this slug by now/);
    await page.reads('1 step blocked');
    expect(await apply.isDisabled()).toBe(true);
    const leave = page.page.getByLabel('Leave a field as it is');
    expect(await leave.locator('option').allInnerTexts()).toEqual(['Choose a field…', 'slug']);
    await leave.selectOption('slug');
    await page.reads(/slug stays as it is by your choice/);
    await eventually(async () => expect(await apply.isEnabled()).toBe(true));
    await apply.click();
    await page.reads('It undid');
    expect(await readPost(post.id)).toMatchObject({ title: 'Ochre', slug: 'sienna', version: 3 });

    const late = await createPost({ title: 'Umber', slug: 'umber', body: 'Brown.' });
    await ask(`mutation { createComment(input: { body: "Burnt", postId: "${late.id}" }) { comment { id } } }`);
    await page.goTo(`activity/${await changeSetOf(late.id, 1)}/undo`);
    const children = page.page.getByRole('group', { name: 'comments' });
    await children.getByRole('link', { name: 'Burnt' }).waitFor();
    await children.getByRole('radio', { name: 'Let it go all the same' }).check();
    await page.reads('goes along');
    await page.page.screenshot({ path: `${pictures}/undo-children.png`, fullPage: true });
    await page.click('button', 'Undo 2 records');
    await page.reads('It undid');
    expect(await readPost(late.id)).toMatchObject({ deletedAt: expect.any(String) });
  });

  administering({ windowOf, ask, createPost, updatePost, deletePost, readPost, pictures });

  it('shows hostile values as text, and large ones in part', async () => {
    const script = '<img src=x onerror=alert(1)><script>alert(2)</script>';
    const metadata = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`key ${n} ${script}`, n]));
    const post = await createPost({
      title: `${script} \u202Eevil\u202C`,
      slug: 'javascript:alert(3)',
      body: `${script}\n`.repeat(20_000),
      metadata,
    });
    await updatePost(post, { body: `${script}\n`.repeat(20_001), metadata: { ...metadata, more: script } });
    const page = await windowOf('EDITOR');
    for (const place of ['', '/edit', '/versions/2', '/compare/2/1']) {
      await page.goTo(`records/posts/${post.id}${place}`);
      await page.page.locator('h1').waitFor();
      await page.reads(/onerror|Version/);
    }
    await page.click('button', /equal lines/);
    await page.page.getByRole('button', { name: /^19,?\d+ equal lines/ }).waitFor();
    await page.goTo('records/posts');
    await page.reads('U+202E');
    expect(await page.page.locator('main img, main script').count()).toBe(0);
    const deleted = await readPost(post.id);
    await deletePost({ id: post.id, version: deleted['version'] as number }, script);
    for (const place of ['trash', 'activity']) {
      await page.goTo(place);
      await page.reads(script);
    }
    await page.page.getByRole('link', { name: 'Details' }).nth(1).click();
    await page.heading('Change set');
    await page.reads(/equal lines/);
    expect(await page.page.locator('main img, main script').count()).toBe(0);
    const turned = await createPost({ title: 'turned around', slug: 'turned-around', body: 'x' });
    await updatePost(turned, { title: 'turned\u202E around' });
    await page.goTo(`records/posts/${turned.id}/compare/1/2`);
    await page.page.locator('ins', { hasText: 'U+202E' }).waitFor();
    // A question about it says what it is called, and what is seen is what is typed.
    await deletePost({ id: turned.id, version: 2 });
    const admin = await windowOf('ADMIN');
    await admin.goTo('trash');
    await admin.click('checkbox', 'Select turnedU+202E around');
    await admin.click('button', 'Purge 1 selected…');
    const question = admin.page.getByRole('dialog');
    expect(await question.textContent()).not.toContain('\u202E');
    await question.getByLabel(/^Type/).fill('turnedU+202E around');
    await admin.click('button', 'Purge for good', question);
    await eventually(async () => expect(await readPost(turned.id)).toBeNull());
  });

  it('is used by keyboard alone: edit, conflict, settle', async () => {
    const post = await createPost({ title: 'Seal', slug: 'seal', body: 'Wax.' });
    const page = await windowOf('EDITOR');
    const { keyboard } = page.page;
    /** Tabs on until the focus is on something of that name. */
    const tabTo = async (name: RegExp) => {
      for (let n = 0; n < 60; n++) {
        await keyboard.press('Tab');
        const focused = await page.page.evaluate(() => {
          const on = document.activeElement as HTMLElement & { readonly labels?: NodeListOf<HTMLElement> };
          return on.getAttribute('aria-label') ?? on.labels?.[0]?.innerText ?? on.innerText;
        });
        if (name.test(focused)) return;
      }
      throw new Error(`The keyboard does not reach ${String(name)}.`);
    };
    await page.goTo(`records/posts/${post.id}`);
    await page.heading('Seal');
    await tabTo(/^Edit$/);
    await keyboard.press('Enter');
    await page.heading('Edit Seal');
    await tabTo(/^title/);
    await keyboard.press('ControlOrMeta+a');
    await keyboard.type('Wax seal');
    await updatePost(post, { title: 'Lead seal' });
    await keyboard.press('Enter');
    await page.heading('Somebody else was faster');
    await tabTo(/^Theirs/);
    await keyboard.press('Space');
    await keyboard.press('ArrowRight');
    await tabTo(/^Save again$/);
    await keyboard.press('Enter');
    await page.heading('Wax seal');
    expect(await readPost(post.id)).toMatchObject({ title: 'Wax seal', version: 3 });
  });

  it('offers a viewer nothing that she may not do', async () => {
    const page = await windowOf('VIEWER');
    await page.goTo('records/posts');
    await page.click('link', 'Iron gall ink');
    await page.heading('Timeline');
    await page.reads('Version 1');
    const offered = await page.page.locator('main').getByRole('button').allInnerTexts();
    expect(offered).toEqual(['Who wrote this', expect.stringMatching(/^Compare/)]);
    expect(await page.page.getByRole('link', { name: 'Edit' }).count()).toBe(0);
    for (const path of ['records/posts/new', 'audit']) {
      await page.goTo(path);
      await page.reads('Your role, viewer, may not do what this page is for.');
      expect(await page.page.locator('main').getByRole('button').count()).toBe(0);
    }
  });

  it('offers an editor nothing in the trash for what only administrators may change', async () => {
    const input = { displayName: 'Gone', email: 'gone@acme.example', role: 'VIEWER' };
    const { createUser } = await ask<{ createUser: { user: Post } }>(
      'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id version } } }',
      { input },
    );
    await ask(
      `mutation { deleteUser(input: { id: "${createUser.user.id}", expectedVersion: 1 }) { user { deletedAt } } }`,
    );
    const [editor, admin] = [await windowOf('EDITOR'), await windowOf('ADMIN')];
    for (const page of [editor, admin]) {
      await page.goTo('trash?type=users');
      await page.click('link', 'Gone', page.page.locator('main'));
      await page.heading('Gone');
    }
    const offered = (page: ConsolePage) => page.page.locator('main .screen-head').getByRole('button').allInnerTexts();
    expect(await offered(editor)).toEqual([]);
    expect(await offered(admin)).toEqual(['Restore', 'Purge…']);
    await editor.goTo('trash?type=users');
    const row = editor.page.getByRole('row', { name: /Gone/ });
    await row.waitFor();
    expect(await row.getByRole('button').count()).toBe(0);
    expect(await row.getByRole('checkbox').count()).toBe(0);
  });

  it('shows everything as it was at an instant, read only, and is back at now by a key', async () => {
    const { createTag } = await ask<{ createTag: { tag: Post } }>(
      'mutation { createTag(input: { name: "old hand" }) { tag { id } } }',
    );
    const tagId = createTag.tag.id;
    const post = await createPost({ title: 'Codex', slug: 'codex', body: 'Bound.', tagIds: [tagId] });
    const { createComment } = await ask<{ createComment: { comment: Post } }>(
      `mutation { createComment(input: { body: "On codices", postId: "${post.id}" }) { comment { id } } }`,
    );
    await updatePost(post, { title: 'Volume' });
    await ask(
      `mutation { updateTag(input: { id: "${tagId}", expectedVersion: 1, patch: { name: "new hand" } }) { tag { id } } }`,
    );
    await ask(
      `mutation { deleteComment(input: { id: "${createComment.comment.id}", expectedVersion: 1 }) { comment { id } } }`,
    );
    const page = await windowOf('ADMIN');
    const [main, time] = [page.page.locator('main'), page.page.getByRole('region', { name: 'Time', exact: true })];
    await page.goTo(`records/posts/${post.id}`);
    await page.heading('Volume');
    await page.click('link', 'new hand');
    await page.heading('new hand');
    await page.page.goBack();
    await page.heading('Volume');

    await page.click('link', 'just before', page.page.getByRole('region', { name: 'Timeline' }));
    await page.heading('Codex');
    await page.reads(/The past, read only/);
    await page.reads('old hand');
    await page.reads('On codices');
    await page.page.screenshot({ path: `${pictures}/past.png`, fullPage: true });
    await eventually(async () => expect(await main.innerText()).toMatch(/Version 1 created\s*then/));
    expect(await main.innerText()).not.toMatch(/Version 2|Edit|Delete|Legal hold|new hand/);
    const address = page.page.url();
    await page.click('button', 'Who wrote this');
    await page.reads(/known of the present only/);
    await page.click('link', 'posts');
    // Escape is the search's own there, as long as it has a use for it.
    await page.page.getByText('Filter', { exact: true }).click();
    const author = page.page.getByRole('combobox', { name: 'author', exact: true });
    await author.fill('Edgar');
    const option = page.page.getByRole('option', { name: 'Edgar' });
    await option.waitFor();
    await author.press('Escape');
    await option.waitFor({ state: 'detached' });
    await author.press('Escape');
    expect(await author.inputValue()).toBe('');
    expect(page.page.url()).toContain('as-of');
    await page.click('link', 'Codex', main);
    await page.heading('Codex');
    await page.click('link', 'old hand', main);
    await page.heading('old hand');
    await page.click('link', 'tags');
    await page.fill('Search in name', 'hand');
    await page.click('button', 'Search');
    await page.reads('1 record');
    expect(await main.getByRole('row').last().innerText()).toMatch(/^old hand/);
    expect(await main.getByRole('link', { name: /^New/ }).count()).toBe(0);
    await page.click('link', 'Trash');
    await page.heading('Trash');
    await eventually(async () => expect(await main.innerText()).toMatch(/The trash is empty|Kept until/i));
    expect(await main.innerText()).not.toMatch(/On codices/);
    expect(await main.getByRole('button', { name: 'Restore' }).or(main.getByRole('checkbox')).count()).toBe(0);
    await page.page.goto(address.replace('?', '/edit?'));
    await page.reads(/^The past cannot be changed/);

    await page.page.goto(address);
    await page.heading('Codex');
    await page.page.keyboard.press('Escape');
    await page.heading('Volume');
    expect(page.page.url()).not.toContain('as-of');
    await page.click('button', 'Look at the past', time);
    await page.fill('Date and time', '2100-01-01T00:00:00', time);
    await page.click('button', 'Go there', time);
    await page.reads(/asOf.at is in the future/);
    await page.click('button', 'Back to now', main);
    await page.heading('Volume');

    // Into the newest column by a key, over all of the columns by drawing, to a change by its link.
    await time.getByText(/^\d+ changes, /).waitFor();
    const columns = time.locator('.change-plot [role=button]');
    const wider = time.getByRole('button', { name: 'Wider' });
    expect(await wider.isDisabled()).toBe(true);
    await columns.last().focus();
    await page.page.keyboard.press('Home');
    await page.page.keyboard.press('Shift+End');
    expect(await time.locator('.change-plot [aria-pressed=true]').count()).toBe(await columns.count());
    await page.page.keyboard.press('ArrowLeft');
    expect(await time.locator('.change-plot [aria-pressed=true]').count()).toBe(0);
    await page.page.keyboard.press('Enter');
    await wider.and(page.page.locator(':enabled')).waitFor();
    await page.click('button', 'All time', time);
    await wider.and(page.page.locator(':disabled')).waitFor();
    await eventually(async () => {
      const { x, y, width } = (await time.locator('.change-plot').boundingBox())!;
      await page.page.mouse.move(x + 2, y + 20);
      await page.page.mouse.down();
      await page.page.mouse.move(x + width - 2, y + 20);
      await page.page.mouse.up();
      expect(await wider.isDisabled()).toBe(false);
    });
    const list = time.getByRole('region', { name: 'What was changed then' });
    await list.getByRole('listitem').nth(2).waitFor();
    await page.page.screenshot({ path: `${pictures}/time-machine.png` });
    expect(await page.axeFaults()).toEqual([]);
    await list.getByRole('listitem').nth(2).getByRole('link', { name: 'just before' }).click();
    await page.heading('Codex');
  });

  it('tells of every field and line who wrote it, when and why; thousands of lines stay usable', async () => {
    const lines = Array.from({ length: 5000 }, (_, n) => `line ${n + 1}`);
    const post = await createPost({ title: 'Chronicle', slug: 'chronicle', body: lines.join('\n') });
    const query = 'mutation ($input: UpdatePostInput!) { updatePost(input: $input) { post { id version } } }';
    const body = lines.with(1, 'line 2, by another').join('\n');
    await ask(query, { input: { id: post.id, expectedVersion: 1, patch: { body }, reason: 'a year was missing' } });
    const page = await windowOf('VIEWER');
    await page.goTo(`records/posts/${post.id}`);
    await page.heading('Chronicle');
    await page.click('button', 'Who wrote this');
    const table = page.page.getByRole('table');
    await eventually(async () => expect(await table.locator('tbody').count()).toBe(3));
    const runs = await table.locator('tbody').allInnerTexts();
    expect(runs[0]).toMatch(/^Edgar v1 [^]*1\s+line 1\s*$/);
    expect(runs[1]).toMatch(/^Ada v2 [^]*a year was missing\s+2\s+line 2, by another\s*$/);
    expect(runs[2]).toMatch(/^Edgar v1 [^]*3\s+line 3\s/);
    await eventually(async () =>
      expect(await page.page.locator('dl.fields').innerText()).toMatch(/Chronicle\s+Edgar v1/),
    );
    await page.click('button', 'Show the next 1,000 lines');
    await eventually(async () => expect(await table.locator('tbody tr').count()).toBe(2000));
    await table.getByRole('link', { name: 'v2' }).click();
    await page.heading('Version 2');
  });

  it('has no serious fault for axe-core on any screen: light, dark, on a phone', async () => {
    const { posts } = await ask<{ posts: { nodes: { id: string }[] } }>(
      '{ posts(filter: { slug: { eq: "iron-gall-ink" } }) { nodes { id } } }',
    );
    const [{ id }] = posts.nodes as [{ id: string }];
    const disputed = await createPost({ title: 'Reed', slug: 'reed', body: 'Cut\nat an angle.' });
    const cut = await updatePost(disputed, { title: 'Reed pen', body: 'Cut\nat a right angle.' });
    await updatePost(cut, { title: 'Calamus' }, 'EDITOR');
    const changeSet = await changeSetOf(disputed.id, 2);
    const doomed = await createPost({ title: 'Wax tablet', slug: 'wax-tablet', body: 'Scratched.' });
    await deletePost(doomed, 'scratched over');
    // What is read last of each, once all of it is there.
    const screens: readonly (readonly [name: string, place: string, shown: string | RegExp])[] = [
      ['overview', '', 'Wax tablet'],
      ['records', 'records/posts', 'iron-gall-ink'],
      ['record', `records/posts/${id}`, 'a first draft'],
      ['blame', `records/posts/${id}?blame=shown`, 'Written by'],
      ['past', `records/posts/${id}?as-of=after:${changeSet}`, 'a first draft'],
      ['edit', `records/posts/${id}/edit`, 'Kept with the change'],
      ['version', `records/posts/${id}/versions/2`, 'a mistaken simplification'],
      ['compare', `records/posts/${id}/compare/4/2`, 'Restore chosen fields'],
      ['activity', 'activity', 'scratched over'],
      ['change-set', `activity/${changeSet}`, 'What it changed'],
      ['undo', `activity/${changeSet}/undo`, 'What will be done'],
      ['trash', 'trash', 'scratched over'],
      ['trashed', `trash/posts/${doomed.id}`, 'Comes back with it'],
      ['audit', 'audit', 'scratched over'],
    ];
    // Colours are looked at in both themes; what is there is the same.
    const looks = [
      ['light', undefined, { colorScheme: 'light' }],
      ['dark', ['color-contrast'], { colorScheme: 'dark' }],
      ['phone', ['select-name', 'scrollable-region-focusable'], { viewport: { width: 390, height: 780 } }],
    ] as const;
    const found: string[] = [];
    for (const [look, rules, options] of looks) {
      const signedOut = await windowOf(null, options);
      await signedOut.goTo('');
      await signedOut.heading('Sign in');
      await signedOut.page.screenshot({ path: `${pictures}/sign-in-${look}.png` });
      found.push(...(await signedOut.axeFaults(rules)).map((fault) => `sign-in ${look} ${fault}`));
      const page = await windowOf('ADMIN', options);
      for (const [name, place, shown] of screens) {
        await page.goTo(place);
        await page.reads(shown);
        await page.page.screenshot({ path: `${pictures}/${name}-${look}.png`, fullPage: true });
        found.push(...(await page.axeFaults(rules)).map((fault) => `${name} ${look} ${fault}`));
        const wider = await page.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wider > 0) found.push(`${name} ${look} is ${wider} pixels wider than the window`);
      }
    }
    expect(found).toEqual([]);
  });
});
