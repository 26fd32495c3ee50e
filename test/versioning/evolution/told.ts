import { isDeepStrictEqual } from 'node:util';
import { dataOf } from '../../support/graphql-client.js';
import type { EvolvingServer } from './evolving-server.js';
import { type Difference, differences } from './past-state.js';
import type { Story, StoryRecord } from './story.js';

/** What is told of a record: its versions, oldest first, what its first and its last differ in, what has no place today. */
export interface Told {
  readonly versions: readonly ToldVersion[];
  readonly diff: readonly Difference[];
  /** Version, field and what is stored. */
  readonly unfit: readonly string[];
}

interface ToldVersion {
  readonly entityType: string;
  readonly operation: string;
  readonly snapshot: Readonly<Record<string, unknown>>;
  readonly changes: readonly Difference[];
}

/** What a server answers about a record. */
export async function answered({ server }: EvolvingServer, story: Story, { id, versions }: StoryRecord): Promise<Told> {
  const answer = await server.graphql<{
    history: { nodes: ToldVersion[] };
    diff: Difference[];
  }>(
    `query ($id: ID!, $to: Int!) {
      history(id: $id, first: 100) { nodes { entityType operation changes { field before after }
        ... on ${story.type}Version { snapshot { ${story.selection} } } } }
      diff(id: $id, from: 1, to: $to) { field before after }
    }`,
    { id, to: versions.length },
  );
  const { history, diff } = dataOf(answer);
  return {
    versions: history.nodes.toReversed().map(({ snapshot, changes, ...version }) => ({
      ...version,
      snapshot: story.read(snapshot),
      changes: sorted(changes),
    })),
    diff: sorted(diff),
    unfit: (answer.extensions?.history ?? [])
      .map(({ version, field, stored }) => `${version} ${field} ${JSON.stringify(stored)}`)
      .toSorted(),
  };
}

/** What should be told of it. */
export function wanted(story: Story, record: StoryRecord): Told {
  const states = record.versions.map((_, index) => story.meaning(record, index + 1));
  const [first, last] = [states[0]!, states.at(-1)!];
  const standIns = Object.fromEntries(story.fields.map(([property, kind]) => [kind.input(property), kind.standIn]));
  const everDropped = [...new Set(states.flatMap(({ dropped }) => Object.keys(dropped)))];
  return {
    versions: states.map((state, index) => ({
      entityType: story.type,
      operation: record.versions[index]!.operation,
      snapshot: Object.fromEntries(
        Object.entries(state.values).map(([name, value]) => [name, name in state.unfit ? standIns[name] : value]),
      ),
      changes: differences(index === 0 ? null : states[index - 1]!, state, Object.keys(state.dropped)),
    })),
    diff: isDeepStrictEqual(first, last) ? [] : differences(first, last, everDropped),
    unfit: states
      .flatMap(({ unfit }, index) =>
        Object.entries(unfit).map(([field, stored]) => `${index + 1} ${field} ${JSON.stringify(stored)}`),
      )
      .toSorted(),
  };
}

/** Of what every record has, that it was deleted and restored is told in its operation. */
function sorted(changes: readonly Difference[]): Difference[] {
  return changes
    .filter(({ field }) => field !== 'deletedAt')
    .toSorted((one, other) => (one.field < other.field ? -1 : 1));
}
