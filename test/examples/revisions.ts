import { writeFile } from 'node:fs/promises';
import { brotliCompressSync } from 'node:zlib';
import type { Commit } from '../../examples/replay/commit.js';

let number = 0;

/** A small history with everything that can happen to files. */
export const revisions: readonly Commit[] = [
  commit('Begin', [
    { op: 'create', path: 'docs/a.md', body: '# A\n\nfirst' },
    { op: 'create', path: 'docs/b.md', body: 'no heading, \u{1f4dc}\u2028\r\n\ttabs and trailing blanks  \n\n' },
    { op: 'create', path: 'docs/empty.md', body: '' },
  ]),
  commit('Change nothing', [{ op: 'update', path: 'docs/a.md', body: '# A\n\nfirst' }]),
  commit('Change one of two', [
    { op: 'update', path: 'docs/a.md', body: '# A\n\nsecond' },
    { op: 'update', path: 'docs/b.md', body: 'no heading, \u{1f4dc}\u2028\r\n\ttabs and trailing blanks  \n\n' },
  ]),
  commit('Change what is not there', [
    { op: 'update', path: 'docs/late.md', body: '## Late ##\n' },
    { op: 'delete', path: 'docs/never.md' },
    { op: 'rename', from: 'docs/never.md', path: 'docs/later.md', body: 'later' },
  ]),
  commit('Delete what is not there', [{ op: 'delete', path: 'docs/never.md' }]),
  commit('Rename', [{ op: 'rename', from: 'docs/b.md', path: 'docs/c.md', body: 'no heading, renamed' }]),
  commit('Delete', [{ op: 'delete', path: 'docs/a.md' }]),
  commit('Create again', [{ op: 'create', path: 'docs/a.md', body: '# A\n\nreborn' }]),
  commit('Replace at once', [
    { op: 'delete', path: 'docs/a.md' },
    { op: 'rename', from: 'docs/c.md', path: 'docs/a.md', body: 'took its place' },
    { op: 'create', path: 'docs/c.md', body: '# C' },
  ]),
  commit('Several steps of one file', [
    { op: 'create', path: 'docs/d.md', body: 'd1' },
    { op: 'update', path: 'docs/d.md', body: 'd2' },
    { op: 'create', path: 'docs/fleeting.md', body: 'f' },
    { op: 'delete', path: 'docs/fleeting.md' },
    { op: 'update', path: 'docs/c.md', body: '# C2' },
    { op: 'rename', from: 'docs/c.md', path: 'docs/c2.md', body: '# C3' },
  ]),
  commit(
    'Very many',
    Array.from({ length: 105 }, (_, index) => many('create', index)),
  ),
  commit(
    'Very many',
    Array.from({ length: 5 }, (_, index) => many('update', index)),
  ),
  commit('Clear away', [{ op: 'delete', path: 'docs/a.md' }, ...Array.from({ length: 55 }, (_, index) => gone(index))]),
  ...Array.from({ length: 55 }, (_, index) =>
    commit(`Edit ${index}`, [{ op: 'update', path: 'docs/d.md', body: `edit ${index}` }]),
  ),
];

/** Writes commits as a revisions file, compressed where its name says so. */
export async function writeRevisions(path: string, commits: readonly Commit[]): Promise<void> {
  const text = commits.map((one) => `${JSON.stringify(one)}\n`).join('');
  await writeFile(path, path.endsWith('.br') ? brotliCompressSync(text) : text);
}

function commit(message: string, changes: Commit['changes']): Commit {
  number += 1;
  return { commit: number.toString(16).padStart(12, '0'), message, changes };
}

function many(op: 'create' | 'update', index: number): Commit['changes'][number] {
  return { op, path: `docs/many/${index}.md`, body: `# Many ${index}\n\n${op}\n${'text '.repeat(index * 20)}` };
}

function gone(index: number): Commit['changes'][number] {
  return { op: 'delete', path: `docs/many/${index}.md` };
}
