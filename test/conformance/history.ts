import { expect } from 'vitest';
import { type Records, withoutChangeSet } from './records.js';
import type { Requirement } from './requirement.js';
import type { Values } from './world.js';

/** What is remembered of a record. */
export const history: Requirement[] = [
  {
    id: 'H-01',
    sentence: 'MUST list history newest first, versions 1 to n without gaps, each with its operation',
    async check(records) {
      const { id } = await life(records);
      const versions = await versionsOf(records, id);
      expect(versions.map(({ version, operation }) => [version, operation])).toEqual([
        [5, 'REVERT'],
        [4, 'RESTORE'],
        [3, 'DELETE'],
        [2, 'UPDATE'],
        [1, 'CREATE'],
      ]);
      expect(new Set(versions.map(({ entityId, entityType }) => `${entityType} ${entityId}`))).toEqual(
        new Set([`${records.subject.type} ${id}`]),
      );
      const times = versions.map(({ recordedAt }) => recordedAt);
      expect(times).toEqual(times.toSorted().toReversed());
    },
  },
  {
    id: 'H-02',
    sentence: 'MUST keep, of each version, the full typed state after the change',
    async check(records) {
      const { id, states } = await life(records);
      const versions = await versionsOf(records, id);
      expect(versions.map(({ snapshot }) => records.recordOf(snapshot))).toEqual(states.toReversed());
    },
  },
  {
    id: 'H-03',
    sentence: 'MUST tell the changes of a version against the one before, and of version 1 against nothing',
    async check(records) {
      const { id, states } = await life(records);
      const versions = (await versionsOf(records, id)).toReversed();
      const [first, second, third, fourth, fifth] = states.map(({ state }) => state) as [
        Values,
        Values,
        Values,
        Values,
        Values,
      ];
      const deletedAt = states[2]!.deletedAt;
      expect(versions.map(({ changes }) => changes)).toEqual([
        differences({}, first),
        differences(first, second),
        [...differences(second, third), change('deletedAt', null, deletedAt)],
        [...differences(third, fourth), change('deletedAt', deletedAt, null)],
        differences(fourth, fifth),
      ]);
    },
  },
  {
    id: 'H-04',
    sentence: 'MUST tell what differs between any two versions, in both directions',
    async check(records) {
      const { id, states } = await life(records);
      const ask = async (from: number, to: number) =>
        (
          await records.world.ask<{ diff: unknown }>(
            'query ($id: ID!, $from: Int!, $to: Int!) { diff(id: $id, from: $from, to: $to) { field before after redacted } }',
            { id, from, to },
          )
        ).diff;
      const [first, second] = states.map(({ state }) => state) as [Values, Values];
      expect(await ask(1, 2)).toEqual(differences(first, second));
      expect(await ask(2, 1)).toEqual(differences(second, first));
      expect(await ask(1, 5)).toEqual([]);
      expect(await ask(2, 2)).toEqual([]);
      expect(await ask(3, 4)).toEqual([change('deletedAt', states[2]!.deletedAt, null)]);
    },
  },
  {
    id: 'H-05',
    sentence: 'MUST have, for each version, exactly one audit entry and one change set of the same transaction',
    async check(records) {
      const { id } = await life(records);
      const rows = await records.world.rows(
        `select v.version, count(distinct a.id)::int as entries, count(distinct c.id)::int as change_sets,
          bool_and(a.xmin::text = v.xmin::text and c.xmin::text = v.xmin::text and v.xid = c.xid
            and a.change_set_id = c.id and a.occurred_at = v.recorded_at and a.entity_type = v.entity_type) as together
        from entity_version v
        left join audit_entry a on a.entity_id = v.entity_id and a.version = v.version
        left join change_set c on c.id = v.change_set_id
        where v.entity_id = $1 group by v.version order by v.version`,
        [id],
      );
      const once = { entries: 1, change_sets: 1, together: true };
      expect(rows).toEqual([1, 2, 3, 4, 5].map((version) => ({ version, ...once })));
    },
  },
  {
    id: 'H-06',
    sentence: 'MUST say in the audit log who did what to which version, with the changed fields alone before and after',
    async check(records) {
      const { id, states } = await life(records);
      const { world, subject } = records;
      const { auditLog } = await world.ask<{ auditLog: { nodes: AuditEntry[] } }>(
        `query ($filter: AuditFilter) { auditLog(filter: $filter) {
          nodes { action entityType entityId version actor { id kind displayName } before after }
        } }`,
        { filter: { entityType: subject.type, entityId: id } },
      );
      const actions = ['create', 'update', 'delete', 'restore', 'revert'];
      const actor = {
        id: world.server.organization.users.ADMIN,
        kind: 'USER',
        displayName: `${world.organization.slug} ADMIN`,
      };
      expect(auditLog.nodes.toReversed()).toMatchObject(
        actions.map((action, index) => ({
          action: `${subject.table}.${action}`,
          entityType: subject.type,
          entityId: id,
          version: index + 1,
          actor,
        })),
      );
      const update = auditLog.nodes.at(-2)!;
      const changes = differences(states[0]!.state, states[1]!.state);
      expect(update.before).toEqual(Object.fromEntries(changes.map(({ field, before }) => [field, before])));
      expect(update.after).toEqual(Object.fromEntries(changes.map(({ field, after }) => [field, after])));
    },
  },
  {
    id: 'H-07',
    sentence: 'MUST give the same history from the record, and of a deleted record, and one version by its number',
    async check(records) {
      const { world, subject } = records;
      const { id } = await life(records);
      await records.delete(id, 5);
      const { record, version, missing } = await world.ask<Record<string, Values>>(
        `query ($id: ID!) {
          record: ${subject.one}(id: $id, deleted: ONLY) { history { totalCount nodes { version operation } } }
          version(id: $id, version: 2) { version operation entityId actor { id } changeSet { id } }
          missing: version(id: $id, version: 7) { version }
        }`,
        { id },
      );
      const versions = await versionsOf(records, id);
      const nodes = versions.map(({ version, operation }) => ({ version, operation }));
      expect(record).toEqual({ history: { totalCount: 6, nodes } });
      expect(version).toMatchObject({ version: 2, operation: 'UPDATE', entityId: id });
      expect(missing).toBeNull();
    },
  },
  {
    id: 'H-08',
    sentence: 'MUST page through history from both ends without repeating or skipping a version',
    async check(records) {
      const { id } = await life(records);
      expect(await pages(records, id, 'first', 'after')).toEqual([[5, 4], [3, 2], [1]]);
      expect(await pages(records, id, 'last', 'before')).toEqual([[2, 1], [4, 3], [5]]);
    },
  },
];

interface Version {
  readonly version: number;
  readonly operation: string;
  readonly entityId: string;
  readonly entityType: string;
  readonly recordedAt: string;
  readonly changes: Change[];
  readonly snapshot: Values;
}

interface Change {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly redacted: boolean;
}

interface AuditEntry {
  readonly before: Values | null;
  readonly after: Values | null;
}

/** A record that has had every operation done to it, with what each answered. */
async function life(records: Records) {
  const created = await records.create();
  const { id } = created;
  const changed = [
    created,
    await records.touch(id, 1),
    await records.delete(id, 2),
    await records.restore(id, 3),
    await records.revert(id, 4, 1),
  ];
  return { id, states: changed.map(withoutChangeSet) };
}

async function versionsOf({ world, subject, selection }: Records, id: string): Promise<Version[]> {
  const { history } = await world.ask<{ history: { nodes: Version[] } }>(
    `query ($id: ID!) { history(id: $id) { nodes {
      version operation entityId entityType recordedAt changes { field before after redacted }
      ... on ${subject.type}Version { snapshot { ${selection} } }
    } } }`,
    { id },
  );
  return history.nodes;
}

async function pages({ world }: Records, id: string, size: string, cursor: string): Promise<number[][]> {
  const found: number[][] = [];
  for (let edge: string | null = null, more = true; more;) {
    const answer: { history: VersionPage } = await world.ask(
      `query ($id: ID!, $edge: String) { history(id: $id, ${size}: 2, ${cursor}: $edge) {
        nodes { version } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      } }`,
      { id, edge },
    );
    const { nodes, pageInfo } = answer.history;
    found.push(nodes.map(({ version }) => version));
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = pageInfo;
    [more, edge] = cursor === 'after' ? [hasNextPage, endCursor] : [hasPreviousPage, startCursor];
  }
  return found;
}

interface VersionPage {
  readonly nodes: { readonly version: number }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

function change(field: string, before: unknown, after: unknown): Change {
  return { field, before, after, redacted: false };
}

/** What differs between two states, in the order of the fields; no state at all is null in all fields. */
function differences(before: Values, after: Values): Change[] {
  return Object.entries(after)
    .map(([field, value]) => change(field, before[field] ?? null, value))
    .filter(({ before: was, after: is }) => JSON.stringify(was) !== JSON.stringify(is));
}
