import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type PathChange, pathChanges, PathOperation } from '../../../src/versioning/read/differences/path-changes.js';

const { ADD, REMOVE, REPLACE } = PathOperation;

it('tells of objects what was added, removed and replaced, wherever it stands', () => {
  const before = { a: 1, gone: { deep: true }, same: [1, { x: null }], 'a/b~c': { n: 1, m: 2 } };
  const after = { a: '1', same: [1, { x: null }], 'a/b~c': { n: 1, m: 3 }, new: [] };
  expect(pathChanges(before, after)).toEqual([
    { op: REPLACE, path: '/a', before: 1, after: '1' },
    { op: REMOVE, path: '/gone', before: { deep: true }, after: null },
    { op: REPLACE, path: '/a~1b~0c/m', before: 2, after: 3 },
    { op: ADD, path: '/new', before: null, after: [] },
  ]);
});

it('tells of a list what stands between what it begins and ends with alike', () => {
  expect(pathChanges([1, 2, 3, 4], [0, 1, 2, 3, 4])).toEqual([{ op: ADD, path: '/0', before: null, after: 0 }]);
  expect(pathChanges({ l: [1, 2, 3, 4] }, { l: [1, 4] })).toEqual([
    { op: REMOVE, path: '/l/1', before: 2, after: null },
    { op: REMOVE, path: '/l/2', before: 3, after: null },
  ]);
  expect(pathChanges([{ a: 1 }, 2], [{ a: 2 }, 2])).toEqual([{ op: REPLACE, path: '/0/a', before: 1, after: 2 }]);
});

it('has nothing to tell of what is no object and no list on both sides', () => {
  expect(pathChanges(null, { a: 1 })).toBeNull();
  expect(pathChanges([], {})).toBeNull();
  expect(pathChanges('a', 'b')).toBeNull();
});

/** Documents that have much in common. */
const document = fc
  .letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(null, 1, 'a'),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom('a', 'b', '~/', ''), tie('value'), { noNullPrototype: true }),
    ),
  }))
  .value.map((value) => ({ value }));

const pointer = (path: string) =>
  path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

/** What is told last of a list is removed first, and nothing is added before all is removed: places stay what they are. */
function inOrderOfPatch(changes: PathChange[]): PathChange[] {
  return [...changes.filter(({ op }) => op === REMOVE).toReversed(), ...changes.filter(({ op }) => op !== REMOVE)];
}

/** https://www.rfc-editor.org/rfc/rfc6902 */
function applied(root: unknown, { op, path, after }: PathChange): unknown {
  const keys = pointer(path);
  const key = keys.pop()!;
  const parent = keys.reduce((at, part) => (at as Record<string, unknown>)[part], root) as Record<string, unknown>;
  if (Array.isArray(parent)) parent.splice(Number(key), op === ADD ? 0 : 1, ...(op === REMOVE ? [] : [after]));
  else if (op === REMOVE) delete parent[key];
  else parent[key] = after;
  return root;
}

it('makes the later document of the former', () => {
  fc.assert(
    fc.property(document, document, (before, after) => {
      let changed: unknown = structuredClone(before);
      for (const change of inOrderOfPatch(pathChanges(before, after)!)) changed = applied(changed, change);
      expect(changed).toEqual(after);
    }),
  );
});
