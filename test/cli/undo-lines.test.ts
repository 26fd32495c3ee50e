import { expect, it } from 'vitest';
import { linesOfStep } from '../../src/cli/undo-lines.js';
import type { HistoryContext } from '../../src/cli/reading-history.js';
import { Operation, type UndoStep } from '../../src/versioning/index.js';

/** Of an unknown entity nothing has a name. */
const noContext = {} as HistoryContext;

it('a step of an undo shows values of others as text, which steers no terminal', async () => {
  const hostile = 'a\u001b[2J\u009b31m\u202eb';
  const step: UndoStep = {
    meta: null,
    entityType: 'Tag',
    entityId: 'id',
    version: 2,
    operation: Operation.UPDATE,
    changes: [{ field: 'name', before: hostile, after: hostile, redacted: false }],
    conflicts: [{ field: 'name', base: hostile, theirs: hostile, yours: hostile }],
    obstacles: [{ sentence: hostile, liftedBy: [] }],
    values: {},
    formerVersion: null,
    causeId: null,
  };
  const lines = await linesOfStep(step, noContext);
  for (const steering of ['\u009b', '\u202e', '\u001b[2J']) expect(lines.join('\n')).not.toContain(steering);
  expect(lines[1]).toContain(String.raw`a\u001b[2J\u009b31m\u202eb`);
});
