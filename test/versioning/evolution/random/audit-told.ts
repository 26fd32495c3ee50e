import { expect } from 'vitest';
import { dataOf } from '../../../support/graphql-client.js';
import type { EvolvingServer } from '../evolving-server.js';
import type { Story, StoryRecord } from '../story.js';

interface Entry {
  readonly action: string;
  readonly entityType: string;
  readonly version: number;
  readonly before: Values | null;
  readonly after: Values | null;
}

type Values = Readonly<Record<string, unknown>>;

/** What the audit log says is what was so then, whatever has become of the entity since. */
export async function expectAuditTold({ server }: EvolvingServer, story: Story): Promise<void> {
  for (const record of story.records) {
    const { auditLog } = dataOf(
      await server.graphql<{ auditLog: { nodes: Entry[] } }>(
        `query ($id: ID!) { auditLog(filter: { entityId: $id }, first: 100) {
          nodes { action entityType version before after } } }`,
        { id: record.id },
      ),
    );
    const told = auditLog.nodes.toReversed().map(({ action, entityType, version, before, after }) => ({
      operation: action.replace(/^\w+\./, '').toUpperCase(),
      entityType,
      version,
      before: asThen(before),
      after: asThen(after),
    }));
    expect(told).toEqual(wantedEntries(story, record));
  }
}

function wantedEntries(story: Story, { versions }: StoryRecord): object[] {
  return versions.map(({ operation, changed }, index) => ({
    operation,
    entityType: story.type,
    version: index + 1,
    before: asThen(Object.fromEntries(changed.map(({ field, before }) => [field, before]))),
    after: asThen(Object.fromEntries(changed.map(({ field, after }) => [field, after]))),
  }));
}

/** By column, since a field may be told by that, and as text, since a number may be told as the decimal that it would be today. */
function asThen(values: Values | null): Values {
  return Object.fromEntries(
    Object.entries(values ?? {})
      .filter(([name]) => name !== 'deletedAt')
      .map(([name, value]) => [name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), asText(value)])
      .toSorted(([one], [other]) => (one! < other! ? -1 : 1)),
  );
}

function asText(value: unknown): unknown {
  // Where there was no record there were no links.
  if (Array.isArray(value) && value.length === 0) return null;
  if (typeof value !== 'string' && typeof value !== 'number') return typeof value === 'boolean' ? String(value) : value;
  return /^-?\d+([.]\d+)?$/.test(String(value)) ? String(Number(value)) : value;
}
