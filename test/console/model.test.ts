import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntityField } from '../../console/src/model/catalogue.js';
import { canBeUnset, checkedCondition, type Condition, formOf } from '../../console/src/model/condition.js';
import { draftOf, emptyDraft, InvalidDraft, patchOf, valueOf, valuesOf } from '../../console/src/model/draft.js';
import { fieldTitle } from '../../console/src/model/field-title.js';
import { fromLocalInput, relativeTime, toLocalInput } from '../../console/src/model/instant.js';
import { compareJson } from '../../console/src/model/json-diff.js';
import { withLineEnds } from '../../console/src/model/line-ends.js';
import { columnsOf, listParameters, listQuery, listVariables, nextOrder } from '../../console/src/model/list-query.js';
import { mergedText, mergeOf, patchFieldsOf } from '../../console/src/model/resolution.js';
import { mayOpen } from '../../console/src/model/rights.js';
import { addressOf, matchPath, parseRoute } from '../../console/src/model/route.js';
import { nameOf } from '../../console/src/model/shown-record.js';
import { compareLines, compareWords, type DiffLine, withGaps } from '../../console/src/model/text-diff.js';
import { visiblePieces } from '../../console/src/model/visible-text.js';
import { mergedAtOnce, undecidedIn } from '../../console/src/screens/conflict/decisions.js';
import { fieldProblem } from '../../console/src/screens/edit/field-problem.js';
import { type ConflictDetails, PalimpsestError } from '../../sdk/src/index.js';
import { catalogue, field, title, type } from './sample-type.js';

const lines = fc
  .array(fc.constantFrom('one', 'two words', 'two other words', '', 'ünï'), { maxLength: 12 })
  .map((of) => of.map((line) => `${line}\n`).join(''));

const textOf = (of: readonly DiffLine[], side: 'removed' | 'added') =>
  of
    .filter(({ kind }) => kind === 'same' || kind === side)
    .map(({ spans }) => `${spans.map(({ text }) => text).join('')}\n`)
    .join('');

describe('What is compared', () => {
  it('by lines holds both texts, whole, in their order and under their numbers', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const compared = compareLines(before, after);
        expect(textOf(compared, 'removed')).toBe(before);
        expect(textOf(compared, 'added')).toBe(after);
        const numbers = (side: 'before' | 'after') => compared.flatMap((line) => line[side] ?? []);
        expect(numbers('before')).toEqual(
          before
            .split('\n')
            .slice(0, -1)
            .map((_, n) => n + 1),
        );
        expect(numbers('after')).toEqual(
          after
            .split('\n')
            .slice(0, -1)
            .map((_, n) => n + 1),
        );
        const unfolded = withGaps(compared).flatMap((row) => (row.kind === 'gap' ? row.lines : row));
        expect(unfolded).toEqual(compared);
        expect(compared.every(({ kind }) => kind === 'same')).toBe(before === after);
      }),
    );
  });

  it('by lines knows a last line again that others follow, and tells where only its end is another', () => {
    const kinds = (before: string, after: string) => compareLines(before, after).map(({ kind }) => kind);
    expect(kinds('one', 'one\ntwo')).toEqual(['same', 'added']);
    expect(kinds('one\ntwo', 'one')).toEqual(['same', 'removed']);
    expect(kinds('one', 'one\n')).toEqual(['removed', 'added']);
    expect(kinds('', 'one')).toEqual(['added']);
  });

  it('takes long texts as it takes short ones', () => {
    const long = 'a line\n'.repeat(50_000);
    const rows = withGaps(compareLines(`first\n${long}`, `${long}last\n`));
    expect(rows.map(({ kind }) => kind)).toEqual([
      'removed',
      'same',
      'same',
      'same',
      'gap',
      'same',
      'same',
      'same',
      'added',
    ]);
    const other = compareLines(long, 'another line\n'.repeat(50_000));
    expect(other).toHaveLength(100_000);
  }, 5000);

  it('by words holds both texts, too', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const spans = compareWords(before, after);
        const side = (kind: string) => spans.filter((span) => span.kind !== kind).map(({ text }) => text);
        expect(side('added').join('')).toBe(before);
        expect(side('removed').join('')).toBe(after);
      }),
    );
  });

  it('marks words, and keeps apart what has little in common', () => {
    expect(compareWords('a grey goose', 'a white goose')).toEqual([
      { kind: 'same', text: 'a ' },
      { kind: 'removed', text: 'grey' },
      { kind: 'added', text: 'white' },
      { kind: 'same', text: ' goose' },
    ]);
    expect(compareWords('Oak galls, water.', 'Just soot.').map(({ kind }) => kind)).toEqual(['removed', 'added']);
  });

  it('by path tells where JSON differs, and nothing of what is the same', () => {
    expect(compareJson({ a: { 'b/c': [1, 2] }, d: 1 }, { a: { 'b/c': [1, 3, 4] }, e: null })).toEqual({
      isCut: false,
      changes: [
        { path: '/a/b~1c/1', kind: 'changed', before: 2, after: 3 },
        { path: '/a/b~1c/2', kind: 'added', after: 4 },
        { path: '/d', kind: 'removed', before: 1 },
        { path: '/e', kind: 'added', after: null },
      ],
    });
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(compareJson(value, structuredClone(value)).changes).toEqual([]);
      }),
    );
    const large = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`key ${n}`, n]));
    expect(compareJson({}, large)).toMatchObject({ isCut: true, changes: { length: 500 } });
  });
});

describe('A form', () => {
  it('sends what was changed in it, and nothing else', () => {
    const began = { title: 'Ink', slug: null, status: 'DRAFT', tagIds: ['a', 'b'], price: '1.50' };
    expect(patchOf(type.fields, began, began)).toEqual({});
    const now = { ...began, title: 'Inks', slug: '', tagIds: ['b', 'a'], price: ' ' };
    expect(patchOf(type.fields, began, now)).toEqual({ title: 'Inks', price: null });
    expect(valuesOf(type.fields, { title: 'Ink', slug: '', isPinned: false, tagIds: [] })).toEqual({
      title: 'Ink',
      isPinned: false,
    });
    // A form that nobody filled in makes no record without a name; a long text may be written later.
    expect(() => valuesOf(type.fields, { title: '', slug: '', isPinned: false, tagIds: [] })).toThrow(/needs a value/);
    const body = field('body', 'DOCUMENT', { isRequired: true, isNullable: false });
    expect(valuesOf([body], { body: '' })).toEqual({ body: '' });
    const stage = field('stage', 'ENUM', { values: ['OPEN', 'WON'], default: 'OPEN' });
    expect(valuesOf([stage], { stage: emptyDraft(stage) })).toEqual({ stage: 'OPEN' });
    // Left out, it would be OPEN again.
    expect(valuesOf([stage], { stage: null })).toEqual({ stage: null });
  });

  it('finds the field that is refused, be it by a rule or because its value does not fit its type', () => {
    const refused = (field: string) => new PalimpsestError('BAD_USER_INPUT', 'no', { extensions: { field } });
    for (const place of ['price', 'patch.price', 'price.0']) {
      expect(fieldProblem(refused(place))).toEqual({ field: 'price', message: 'no' });
    }
  });

  it('keeps every value of JSON that a number can hold, and refuses the others', () => {
    const json = field('metadata', 'JSON');
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // Null is no value.
        if (value === null) return;
        expect(valueOf(json, draftOf(json, value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    for (const exact of ['9007199254740992', '0.10', '120e-2', '-0.0', '1E+2', '[0.1, {"a": 5e-324}]']) {
      expect(valueOf(json, exact)).toEqual(JSON.parse(exact));
    }
    for (const other of [
      '12345678901234567891',
      '9007199254740993',
      '1e400',
      '0.1234567890123456789',
      '[{"a": 1e-400}]',
    ]) {
      expect(() => valueOf(json, other)).toThrow(InvalidDraft);
    }
    expect(() => valueOf(json, '{')).toThrow(/is no JSON/);
    expect(() => valueOf(field('count', 'INTEGER'), '1.5')).toThrow(/whole number/);
    expect(() => valueOf(field('count', 'INTEGER', { isNullable: false }), '')).toThrow(/needs a value/);
    expect(valueOf(field('price', 'DECIMAL'), '12345678901234567890.50')).toBe('12345678901234567890.50');
  });

  it('keeps the line ends of a text, which a text area does not: those of lines that nobody touched, and in new lines', () => {
    const inTextArea = (text: string) => text.replaceAll(/\r\n?/g, '\n');
    const parts = fc.array(fc.constantFrom('one', 'two', '\r\n', '\r', '\n', ''), { maxLength: 12 });
    fc.assert(
      fc.property(parts, parts, (before, after) => {
        const [text, written] = [before.join(''), inTextArea(after.join(''))];
        expect(withLineEnds(text, inTextArea(text))).toBe(text);
        expect(inTextArea(withLineEnds(text, written))).toBe(written);
      }),
    );
    expect(withLineEnds('one\r\ntwo\r\nthree', 'one\nnew\ntwo!\nthree')).toBe('one\r\nnew\r\ntwo!\r\nthree');
    expect(withLineEnds('\r1\n', '\n\n')).toBe('\r\r');
    expect(withLineEnds('one\ntwo\r\nthree\n', 'one\ntwo\nthree!\n')).toBe('one\ntwo\r\nthree!\n');
  });

  it('shows an instant in local time, and gives it back', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1971-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (date) => {
          const seconds = new Date(Math.floor(date.getTime() / 1000) * 1000).toISOString();
          expect(fromLocalInput(toLocalInput(seconds))).toBe(seconds);
        },
      ),
    );
    // What a browser's control takes and no instant is: the server says so.
    expect(toLocalInput(fromLocalInput('12026-01-01T00:00'))).toBe('12026-01-01T00:00');
    expect(relativeTime('2026-01-01T00:00:00.000001Z', Date.parse('2026-01-01T00:05:00Z'))).toBe('5 minutes ago');
  });
});

describe('A list', () => {
  it('stands in its address', () => {
    const query = {
      search: 'a & b',
      deleted: 'ONLY',
      conditions: {
        status: { is: ['DRAFT', 'PUBLISHED'] },
        isPinned: { is: ['true'] },
        price: { from: '1.50', to: '3', isSet: true },
        authorId: { isSet: false },
        slug: { part: 'x' },
        createdAt: { from: '2026-11-27T12:00:00.000Z' },
      },
      order: { field: 'TITLE', direction: 'DESC' },
      after: null,
      before: 'cursor',
    } as const;
    expect(listQuery(type, new URLSearchParams(listParameters(query).toString()))).toEqual(query);
    expect(listVariables(title, type, query)).toEqual({
      last: 50,
      before: 'cursor',
      deleted: 'ONLY',
      filter: {
        status: { in: ['DRAFT', 'PUBLISHED'] },
        isPinned: { eq: true },
        price: { gte: '1.50', lte: '3', isNull: false },
        authorId: { isNull: true },
        slug: { contains: 'x' },
        createdAt: { gte: '2026-11-27T12:00:00.000Z' },
        title: { contains: 'a & b' },
      },
      orderBy: [{ field: 'TITLE', direction: 'DESC' }],
    });
    const strange = new URLSearchParams({
      deleted: 'MAYBE',
      order: 'PASSWORD',
      'is.body': 'x',
      'is.status': 'LOST',
      'from.price': 'much',
      'to.createdAt': 'soon',
      'set.title': 'no',
      'set.slug': 'perhaps',
    });
    expect(listVariables(title, type, listQuery(type, strange))).toEqual({
      first: 50,
      after: null,
      deleted: 'EXCLUDE',
    });
  });

  it('is filtered by what a field can be compared with', () => {
    const asked = (name: string, more: Partial<EntityField>, condition: Condition) => {
      const of = field(name, 'TEXT', more);
      return [formOf(of), checkedCondition(of, condition)];
    };
    expect(asked('price', { kind: 'DECIMAL' }, { from: ' 2 ', to: '' })).toEqual(['span', { from: '2' }]);
    expect(asked('body', { isFilterable: false }, { is: [] })).toEqual([undefined, undefined]);
    expect(formOf(field('external', 'TEXT', { type: 'ID' }))).toBeUndefined();
    expect(() => asked('count', { kind: 'INTEGER' }, { from: '1.5' })).toThrow(InvalidDraft);
    expect(() => asked('day', { kind: 'DATE' }, { to: 'soon' })).toThrow('must be a date');
    expect(canBeUnset(field('status', 'ENUM'))).toBe(false);
  });

  it('has the label first, then what is short', () => {
    expect(columnsOf(catalogue, type).map(({ name }) => name)).toEqual([
      'title',
      'slug',
      'status',
      'isPinned',
      'price',
      'authorId',
    ]);
    expect(nextOrder(null, 'A')).toEqual({ field: 'A', direction: 'ASC' });
    expect(nextOrder({ field: 'A', direction: 'ASC' }, 'A')).toEqual({ field: 'A', direction: 'DESC' });
    expect(nextOrder({ field: 'A', direction: 'DESC' }, 'A')).toBeNull();
    expect(nextOrder({ field: 'A', direction: 'DESC' }, 'B')).toEqual({ field: 'B', direction: 'ASC' });
  });
});

describe('A conflict of texts', () => {
  const conflict = { field: 'body', base: 'one\ntwo\nthree', theirs: 'ONE\n2\nthree', yours: 'one\nII\nthree' };

  it('is settled by hunks', () => {
    const { hunks } = mergeOf(type.fields[2]!, conflict, true)!;
    expect(hunks.map(({ kind }) => kind)).toEqual(['contested', 'agreed']);
    expect(mergedText(hunks, [])).toBe(conflict.yours);
    expect(mergedText(hunks, ['theirs'])).toBe(conflict.theirs);
    expect(mergedText(hunks, ['both'])).toBe('ONE\n2\none\nII\nthree');
  });

  it('is settled at once where both changed other lines, and asked where they changed the same', () => {
    const details = { baseKnown: true } as ConflictDetails;
    const others = { field: 'body', base: 'one\ntwo\nthree', theirs: 'ONE\ntwo\nthree', yours: 'one\ntwo\nIII' };
    const decisions = mergedAtOnce(type, details, [others]);
    expect(decisions['body']).toMatchObject({ choice: 'edited', draft: 'ONE\ntwo\nIII' });
    expect(undecidedIn([others], decisions)).toBe(0);
    expect(mergedAtOnce(type, details, [conflict])).toEqual({});
    expect(mergedAtOnce(type, { ...details, baseKnown: false }, [others])).toEqual({});
  });

  it('is none without a base, or of a short text', () => {
    expect(mergeOf(type.fields[2]!, conflict, false)).toBeUndefined();
    expect(mergeOf(title, conflict, true)).toBeUndefined();
    expect(patchFieldsOf(type)).toEqual({
      price: { kind: 'decimal' },
      authorId: { kind: 'reference', of: 'author' },
      tagIds: { kind: 'links', of: 'tag' },
    });
  });
});

describe('Addresses and names', () => {
  it('hold any id', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { maxLength: 4 }), (path) => {
        expect(parseRoute(addressOf(path)).path).toEqual(path);
      }),
    );
    expect(parseRoute('#/records/%E0%A4%A').path).toEqual(['records', '%E0%A4%A']);
    expect(matchPath('records/:plural/:id', ['records', 'posts', '1'])).toEqual({ plural: 'posts', id: '1' });
    expect(matchPath('records/:plural', ['trash', 'posts'])).toBeUndefined();
  });

  it('are one line, and never empty', () => {
    expect(nameOf({ id: '0197f3a0-0000-7000-8000-000000000001', label: ' \n ' })).toBe('…00000001');
    expect(nameOf({ id: '1', label: `a\n\tb${'c'.repeat(100)}` })).toHaveLength(81);
    expect(nameOf({ id: '1', label: 'keep\u202E it\u200B' })).toBe('keepU+202E itU+200B');
    expect(
      [
        { shownAs: 'publishedAt', name: 'publishedAt' },
        { shownAs: 'author', name: 'authorId' },
      ].map(fieldTitle),
    ).toEqual(['published at', 'author']);
  });

  it('show what hides in a text, and keep all else', () => {
    expect(visiblePieces('a\u202Eb\tc\u0000')).toEqual([
      { text: 'a' },
      { hidden: 'U+202E' },
      { text: 'b\tc' },
      { hidden: 'U+0000' },
    ]);
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\u{1f600}', '\u200b', '\u2067', '\u{e0041}') }),
        (text) => {
          const rebuilt = visiblePieces(text).map((piece) =>
            'text' in piece ? piece.text : String.fromCodePoint(Number.parseInt(piece.hidden.slice(2), 16)),
          );
          expect(rebuilt.join('')).toBe(text);
        },
      ),
    );
  });
});

describe('A place of the console', () => {
  it.each<[string, Parameters<typeof mayOpen>[1], Parameters<typeof mayOpen>[2], string[]]>([
    ['that anybody may look at', {}, type, ['VIEWER', 'EDITOR', 'ADMIN']],
    ['of some roles', { roles: ['ADMIN'] }, undefined, ['ADMIN']],
    ['that changes records', { writes: true }, type, ['EDITOR', 'ADMIN']],
    ['that changes what administrators alone may', { writes: true }, { write: 'ADMINISTER' }, ['ADMIN']],
    ['that says by itself that there is no such type', { writes: true }, undefined, ['VIEWER', 'EDITOR', 'ADMIN']],
    ['of some roles that changes records', { roles: ['VIEWER', 'EDITOR'], writes: true }, type, ['EDITOR']],
  ])('%s is for those who may do there what it is for', (_, place, of, roles) => {
    expect((['VIEWER', 'EDITOR', 'ADMIN'] as const).filter((role) => mayOpen(role, place, of))).toEqual(roles);
  });
});
