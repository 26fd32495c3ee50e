import { expect } from 'vitest';
import { dataOf } from '../../../support/graphql-client.js';
import type { EvolvingServer } from '../evolving-server.js';
import { type Difference, differences } from '../past-state.js';
import type { Story } from '../story.js';

/** What any two versions of each record differ in is told, forwards and backwards. */
export async function expectDifferencesTold({ server }: EvolvingServer, story: Story): Promise<void> {
  for (const [index, record] of story.records.entries()) {
    const versions = record.versions.length;
    const pairs = [1, 2, 3].map((step) => [1 + ((index * step) % versions), 1 + ((index + step * step) % versions)]);
    for (const [from, to] of pairs) {
      const { diff } = dataOf(
        await server.graphql<{ diff: Difference[] }>(
          `query ($id: ID!, $from: Int!, $to: Int!) { diff(id: $id, from: $from, to: $to) { field before after } }`,
          { id: record.id, from, to },
        ),
      );
      const [before, after] = [story.meaning(record, from!), story.meaning(record, to!)];
      const gone = [...new Set([before, after].flatMap(({ dropped }) => Object.keys(dropped)))];
      const told = diff
        .filter(({ field }) => field !== 'deletedAt')
        .toSorted((one, other) => (one.field < other.field ? -1 : 1));
      expect(told, `from ${from} to ${to}`).toEqual(differences(before, after, gone));
    }
  }
}
