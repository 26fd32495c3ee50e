import { buildSchema, parse, validate } from 'graphql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KeptText } from '../../console/src/app/kept-text.js';
import { pause } from '../../console/src/app/pause.js';
import { allLoaded } from '../../console/src/components/all-loaded.js';
import { Catalogue } from '../../console/src/model/catalogue.js';
import { comboboxStep } from '../../console/src/model/combobox.js';
import { Documents } from '../../console/src/model/documents.js';
import { fieldsQuery, type RootField } from '../../console/src/model/root-field.js';
import { labelAnswered, labelSelections } from '../../console/src/model/selections.js';
import { sharedDeletion } from '../../console/src/model/shared-deletion.js';
import { mostTogether, partsOf, wholeDeletion } from '../../console/src/model/whole-deletion.js';
import { fieldsToShow } from '../../console/src/model/fields-to-show.js';
import { shownRecord } from '../../console/src/model/shown-record.js';
import { field, title, type } from './sample-type.js';

describe('Fields that are asked for together', () => {
  const schema = buildSchema(`
    type Query { version(id: ID!, version: Int!): Version  posts(deleted: Boolean, asOf: AsOf): Posts! }
    input AsOf { at: String }
    type Posts { totalCount: Int! }
    type Version { version: Int! }`);
  const version = (n: number): RootField => ({
    name: 'version',
    args: { id: ['ID!', 'a'], version: ['Int!', n] },
    selection: 'version',
  });
  const count = (deleted: boolean): RootField => ({
    name: 'posts',
    args: { deleted: ['Boolean', deleted] },
    selection: 'totalCount',
    takesInstant: true,
  });

  it('are one valid query, in which only a name that is taken gives way', () => {
    const query = fieldsQuery('All', [version(1), count(false), version(2), count(true)]);
    expect(validate(schema, parse(query.document))).toEqual([]);
    expect(query.names).toEqual(['version', 'posts', '_2', '_3']);
    expect(query.variables).toEqual({ id0: 'a', version0: 1, deleted1: false, id2: 'a', version2: 2, deleted3: true });
    expect(query.document).toContain('$asOf: AsOf)');
  });

  it('have no other name where each is asked for by itself, whatever the type', () => {
    const tree = { ...type, fields: [...type.fields, field('parentId', 'REFERENCE', { target: 'Post' })] };
    const documents = new Documents(new Catalogue([tree]));
    const alone = [documents.count(tree, 'ONLY'), documents.nameOf(tree, 'a'), documents.version(tree, 'a', 1)];
    const texts = [
      ...alone.map((one) => fieldsQuery('One', [one]).document),
      documents.list(tree, tree.fields),
      documents.one(tree),
      documents.names(tree),
      documents.trash(),
    ];
    for (const text of texts) expect(text.replaceAll(/\([^)]*\)/g, '')).not.toContain(':');
  });
});

describe('What records of any type are called', () => {
  const named = (name: string, label: string, isNullable: boolean) => ({
    ...type,
    name,
    label,
    fields: [{ ...title, name: label, shownAs: label, isNullable }],
  });
  const catalogue = new Catalogue([named('A', 'title', false), named('B', 'title', true), named('C', 'name', true)]);

  it('is asked for under the name of its field, unless GraphQL forbids that, and found there', () => {
    const selections = labelSelections(catalogue, ({ name }, label) => `... on ${name} { ${label} }`);
    expect(selections).toBe('... on A { title } ... on B { titleOfB: title } ... on C { name }');
    const answers = [
      labelAnswered(catalogue, 'A', { title: 'a' }),
      labelAnswered(catalogue, 'B', { titleOfB: 'b', title: 'another field' }),
      labelAnswered(catalogue, 'C', { name: null }),
      labelAnswered(catalogue, 'Gone', { name: 'd' }),
      labelAnswered(catalogue, 'A', undefined),
    ];
    expect(answers).toEqual(['a', 'b', null, null, null]);
  });

  it('is what references and links of a shown record have', () => {
    const fields = [field('authorId', 'REFERENCE', { target: 'A' }), field('tagIds', 'LINKS', { target: 'C' })];
    const answered = { id: '1', author: { id: '2', deletedAt: null, title: 'Ada' }, tag: [{ id: '3', name: 'ink' }] };
    expect(shownRecord(catalogue, fields, answered)).toEqual({
      id: '1',
      author: { id: '2', deletedAt: null, label: 'Ada' },
      tag: [{ id: '3', deletedAt: null, label: 'ink' }],
    });
    expect(shownRecord(catalogue, fields, { id: '1', author: null, tag: [] })).toEqual({
      id: '1',
      author: null,
      tag: [],
    });
  });
});

describe('What is chosen in the trash', () => {
  const by = (id: string | null) => ({ deletion: id === null ? null : { id } });

  it('can be brought back with all of its deletion, where that took more, and is known', () => {
    const page = [by('a'), by('a'), by('b'), by(null), by(null)];
    expect(sharedDeletion([by('a')], page)).toBe('a');
    expect(sharedDeletion([by('b')], page)).toBeUndefined();
    expect(sharedDeletion([by('a'), by('b')], page)).toBeUndefined();
    expect(sharedDeletion([by(null)], page)).toBeUndefined();
    expect(sharedDeletion([], page)).toBeUndefined();
  });

  /** A trash that was deleted from minute by minute, as pages of two. */
  const trashOf = (...minutes: [minute: number, id: string | null][]) => {
    const items = minutes.map(([minute, id], n) => ({
      n,
      deletedAt: new Date(minute * 60_000).toISOString(),
      ...by(id),
    }));
    const pageAfter = (after: string | null) => {
      const start = Number(after ?? 0);
      const end = start + 2;
      const pageInfo = { hasNextPage: end < items.length, endCursor: String(end) };
      return { nodes: items.slice(start, end), pageInfo };
    };
    const read = vi.fn<(after: string | null) => Promise<ReturnType<typeof pageAfter>>>(async (after) =>
      pageAfter(after),
    );
    return { read, known: (minute: number) => ({ deletedAt: new Date(minute * 60_000).toISOString(), ...by('a') }) };
  };

  it('is found with all of its deletion, also between what others deleted, and not beyond', async () => {
    const older: [number, null][] = [
      [5, null],
      [4, null],
      [3, null],
      [2, null],
    ];
    const trash = trashOf([9, 'b'], [8, 'a'], [8, 'b'], [8, 'b'], [8, null], [7.5, 'a'], ...older);
    const found = await wholeDeletion('a', trash.known(8), trash.read);
    expect(found.map(({ n }) => n)).toEqual([1, 5]);
    expect(trash.read).toHaveBeenCalledTimes(4);

    const gone = trashOf([9, 'b'], ...older);
    expect(await wholeDeletion('a', gone.known(8), gone.read)).toEqual([]);
    expect(gone.read).toHaveBeenCalledTimes(1);
    const last = trashOf([9, 'a'], [9, 'a'], [9, 'a']);
    expect(await wholeDeletion('a', last.known(9), last.read)).toHaveLength(3);
  });

  it('comes back in as few operations as have room for it', () => {
    expect(partsOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(partsOf([1, 2], 2)).toEqual([[1, 2]]);
    expect(partsOf([], 2)).toEqual([]);
    expect(mostTogether).toBeLessThanOrEqual(300);
  });
});

describe('Fields beside what changed', () => {
  it('are those of the type in their order, then what was dropped since; or only what changed', () => {
    const names = (isOnlyChanged: boolean) =>
      fieldsToShow([title, field('slug', 'TEXT')], ['dropped', 'slug'], isOnlyChanged).map(([name]) => name);
    expect(names(false)).toEqual(['title', 'slug', 'dropped']);
    expect(names(true)).toEqual(['dropped', 'slug']);
    expect(fieldsToShow([title], ['dropped'], true)).toEqual([['dropped', undefined]]);
  });
});

describe('A combobox', () => {
  const closed = { isOpen: false, active: null };
  const at = (active: number | null) => ({ isOpen: true, active });

  it('walks through its options and back again', () => {
    expect(comboboxStep('ArrowDown', closed, 3, false)).toEqual(at(0));
    expect(comboboxStep('ArrowDown', at(2), 3, true)).toEqual(at(0));
    expect(comboboxStep('ArrowUp', at(null), 3, true)).toEqual(at(2));
    expect(comboboxStep('ArrowUp', at(0), 3, true)).toEqual(at(2));
    expect(comboboxStep('ArrowUp', at(1), 3, true)).toEqual(at(0));
    expect(comboboxStep('ArrowDown', closed, 0, false)).toEqual(at(null));
  });

  it('takes Enter and Escape only where it has a use for them', () => {
    expect(comboboxStep('Enter', at(1), 3, true)).toBe('choose');
    expect(comboboxStep('Enter', at(null), 3, true)).toBeUndefined();
    expect(comboboxStep('Enter', closed, 0, true)).toBeUndefined();
    expect(comboboxStep('Escape', at(1), 3, true)).toEqual(closed);
    expect(comboboxStep('Escape', closed, 0, true)).toBe('clear');
    expect(comboboxStep('Escape', closed, 0, false)).toBeUndefined();
    expect(comboboxStep('a', at(1), 3, true)).toBeUndefined();
  });
});

describe('What the browser keeps', () => {
  it('is kept by the page where the browser keeps nothing', () => {
    const refuse = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    const blocked = new KeptText(refuse, 'key');
    expect(blocked.get()).toBeNull();
    blocked.set('a');
    expect(blocked.get()).toBe('a');
    blocked.set(null);
    expect(blocked.get()).toBeNull();

    // Full: what it has is older than what the page has.
    const full = new KeptText(() => ({ getItem: () => 'old', setItem: refuse, removeItem: refuse }), 'key');
    expect(full.get()).toBe('old');
    full.set('new');
    expect(full.get()).toBe('new');
  });

  it('lasts for the next page', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, text: string) => void kept.set(key, text),
      removeItem: (key: string) => void kept.delete(key),
    };
    new KeptText(() => storage, 'key').set('a');
    expect(new KeptText(() => storage, 'key').get()).toBe('a');
    new KeptText(() => storage, 'key').set(null);
    expect(new KeptText(() => storage, 'key').get()).toBeNull();
  });
});

describe('Several requests of one screen', () => {
  const request = (error: unknown, isLoading: boolean) => ({
    value: undefined,
    error,
    isLoading,
    reload: vi.fn<() => void>(),
  });

  it('are under way while one is, and asked again where they failed, all of them', () => {
    const [first, second, third] = [request('a', false), request(undefined, true), request('c', false)] as const;
    const all = allLoaded(first, second, third);
    expect(all).toMatchObject({ error: 'a', isLoading: true });
    all.reload();
    expect([first, second, third].map(({ reload }) => reload.mock.calls.length)).toEqual([1, 0, 1]);
    expect(allLoaded(request(undefined, false))).toMatchObject({ error: undefined, isLoading: false });
  });
});

describe('A pause', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('ends by itself, or at a signal', async () => {
    const ending = new AbortController();
    const ended = vi.fn<() => void>();
    void pause(250, ending.signal).then(ended);
    await vi.advanceTimersByTimeAsync(249);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(ended).toHaveBeenCalledOnce();
    const other = pause(250, ending.signal);
    ending.abort(new Error('typed on'));
    await expect(other).rejects.toThrow('typed on');
    await expect(pause(250, ending.signal)).rejects.toThrow('typed on');
    expect(vi.getTimerCount()).toBe(0);
  });
});
