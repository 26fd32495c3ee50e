import { sql } from 'kysely';
import { expect } from 'vitest';
import { RecordReader, type VersionedClass } from '../../../../src/versioning/index.js';
import { filteredColumns, filterSql } from '../../../../src/versioning/graphql/inputs/record-filter.js';
import { tenantSession } from '../../../../src/tenancy/tenant-session.js';
import type { EvolvingServer } from '../evolving-server.js';
import type { PastState } from '../past-state.js';
import type { Made } from '../stage.js';
import type { Story } from '../story.js';
import { inputOf, type RandomField, type RandomFields } from './random-field.js';

interface Listed {
  readonly id: string;
  readonly values: PastState['values'];
}

const equated: readonly RandomField['kind'][] = ['word', 'whole', 'decimal', 'narrow', 'flag', 'day', 'choice', 'tag'];
const ordered: readonly RandomField['kind'][] = ['whole', 'decimal', 'narrow', 'day'];

/** Lists of the past are filtered and ordered by what old versions mean today. */
export async function expectPastListed(
  { server }: EvolvingServer,
  story: Story,
  { entities: [entity] }: Made,
  fields: RandomFields,
): Promise<void> {
  const em = server.orm.em.fork({ session: tenantSession(server.organization.id) });
  const meta = em.getMetadata().get(entity!) as never;
  await em.begin({ readOnly: true });
  try {
    for (const place of [2, Math.floor(story.written / 2), story.written - 2]) {
      const { id, version } = writtenAt(story, place);
      const { rows } = await sql<{ changeSet: string }>`
        select change_set_id as "changeSet" from entity_version where entity_id = ${id} and version = ${version}`.execute(
        em.getKysely(),
      );
      const reader = new RecordReader(em, rows[0]!);
      const list = async (query: object) => {
        const { items } = await reader.list(entity as VersionedClass, { first: 100, ...query });
        return items.map(({ item }) => item.id);
      };
      const living = livingAt(story, place);
      expect(await list({})).toEqual(living.map((record) => record.id));
      for (const [name, field] of Object.entries(fields)) {
        const input = inputOf(name, field);
        const value = living.map(({ values }) => values[input]).find((one) => one !== null);
        if (equated.includes(field.kind) && value !== undefined) {
          const same = living.filter(({ values }) => values[input] === value).map((record) => record.id);
          const filter = { [input]: { eq: value } };
          const where = [filterSql(meta, filter)];
          // Whether it is known what the condition looks at or not.
          for (const known of [{}, { columns: filteredColumns(meta, filter) }]) {
            expect(await list({ where, ...known }), `${input} is ${String(value)}`).toEqual(same);
          }
        }
        if (ordered.includes(field.kind)) {
          for (const ascending of [true, false]) {
            const order = [{ property: name, ascending }];
            const told = inOrder(living, input, ascending).map((record) => record.id);
            expect(await list({ order }), `by ${input}`).toEqual(told);
          }
        }
      }
    }
  } finally {
    await em.rollback();
  }
}

function writtenAt(story: Story, place: number): { id: string; version: number } {
  return story.records
    .flatMap(({ id, versions }) =>
      versions.flatMap((written, index) => (written.place === place ? { id, version: index + 1 } : [])),
    )
    .at(0)!;
}

/** Records that were there then, by their ids, with what they mean today. */
function livingAt(story: Story, place: number): Listed[] {
  return story.records
    .flatMap((record) => {
      const version = record.versions.filter((written) => written.place <= place).length;
      if (version === 0 || record.versions[version - 1]!.operation === 'DELETE') return [];
      return { id: record.id, values: story.meaning(record, version).values };
    })
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** Nulls are last when ascending, first when descending; what is equal stays by id. */
function inOrder(records: readonly Listed[], field: string, ascending: boolean): Listed[] {
  const rank = ({ values }: Listed) => {
    const value = values[field];
    if (value === null) return Infinity;
    return typeof value === 'string' && value.includes('-', 1) ? Date.parse(value) : Number(value);
  };
  return records.toSorted((one, other) => {
    const [a, b] = ascending ? [rank(one), rank(other)] : [rank(other), rank(one)];
    return a === b ? 0 : a < b ? -1 : 1;
  });
}
