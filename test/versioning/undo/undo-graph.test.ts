import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findings } from '../../support/findings.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';
import { testModules } from '../test-modules.js';
import { type RandomChange, RandomGraph } from './random-graph.js';

let server: TestServer;
let graphs = 0;

beforeAll(async () => {
  server = await startTestServer(testModules);
});
afterAll(() => server.stop());

const change: fc.Arbitrary<RandomChange> = fc.record({
  kind: fc.nat(1000),
  entity: fc.nat(1000),
  record: fc.nat(1000),
  other: fc.nat(1000),
  value: fc.nat(1000),
});
const history = fc.array(fc.array(change, { minLength: 1, maxLength: 5 }), { minLength: 8, maxLength: 14 });

it(
  'of random graphs: the last change set leaves no trace once it is undone, and undoing an undo leaves everything as it was',
  { tags: ['slow'] },
  async () => {
    const made = { last: 0, middle: 0 };
    await fc.assert(
      fc.asyncProperty(history, fc.nat(100), async (transactions, chosen) => {
        const graph = await RandomGraph.make(server, `graph-${(graphs += 1)}`);
        const changeSets: string[] = [];
        let [before, after] = [await graph.states(), await graph.states()];
        for (const changes of transactions) {
          const changeSet = await graph.change(changes);
          if (changeSet === undefined) continue;
          changeSets.push(changeSet);
          [before, after] = [after, await graph.states()];
        }
        const last = changeSets.at(-1);
        if (last === undefined) return;
        const undo = await graph.undo(last);
        // What it made is deleted. One that made and deleted the same has left nothing to undo.
        expect(living(await graph.states())).toEqual(living(before));
        await graph.redo(undo);
        expect(await graph.states()).toEqual(after);
        const middle = await graph.undo(changeSets[chosen % changeSets.length]!);
        await graph.redo(middle);
        expect(await graph.states()).toEqual(after);
        made.last += undo ? 1 : 0;
        made.middle += middle ? 1 : 0;
      }),
      { numRuns: Number(process.env['UNDO_GRAPHS'] ?? 12), endOnFailure: true },
    );
    expect(made.last).toBeGreaterThan(5);
    expect(made.middle).toBeGreaterThan(1);
    expect(await findings(server)).toEqual([]);
  },
);

/** What is there: a deleted record may have been changed in the trash, or not have been there at all. */
function living(states: Record<string, unknown>): unknown {
  return Object.fromEntries(Object.entries(states).filter(([, state]) => (state as { living: boolean }).living));
}
