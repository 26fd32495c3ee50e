import type { Platform } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { isOwn } from '../../session/own-rows.js';
import { ChangeSet } from '../../store/change-set.js';
import { StoredColumns } from '../../store/stored-columns.js';
import { ChangeSetColumns } from './change-set-columns.js';
import type { RawRow } from '../statements/read-statement.js';
import { readChange } from '../states/recorded-change.js';
import type { VersionHeader } from './version-header.js';

/** What may be read of versions besides their headers. */
export interface AskedParts {
  /** Who made them. */
  readonly makers: boolean;
  /** What made them, as a whole. */
  readonly changeSets: boolean;
  /** What they changed. */
  readonly changes: boolean;
}

/** Of the columns of their change sets, in their rows. */
export const changeSetPrefix = '$set_';

const changeSet = new ChangeSetColumns(changeSetPrefix);
const maker = new StoredColumns(ChangeSet, ['actorKind', 'actorId'], changeSetPrefix);

/**
 * What is read with the headers of versions, in the statement that reads those. Each version's change set and predecessor are looked up
 * by themselves: of a join the planner may think, as long as it has no statistics, that reading whole tables is as good.
 */
export class VersionParts {
  /** Nothing but headers. */
  static readonly none = new VersionParts({ makers: false, changeSets: false, changes: false });

  /** @param platform where changes are asked for */
  constructor(
    private readonly asked: AskedParts,
    private readonly platform?: Platform,
  ) {}

  /** SQL: columns, beside those of the header. */
  get columns(): RawBuilder<unknown> {
    const { makers, changeSets, changes } = this.asked;
    return sql`${makers || changeSets ? sql`, s.*` : sql``}${changes ? sql`, ${told} as "$told"` : sql``}`;
  }

  /** SQL: what they are taken from, joined to versions as `v`. */
  get joined(): RawBuilder<unknown> {
    const { makers, changeSets, changes } = this.asked;
    const columns = changeSets ? changeSet.select('c') : makers && maker.select('c');
    return sql`${columns ? madeBy(columns) : sql``}${changes ? formers() : sql``}`;
  }

  /** The parts of a version. */
  decode(
    row: RawRow,
    { meta, entityId, version }: VersionHeader,
  ): Pick<VersionHeader, 'maker' | 'changeSet' | 'change'> {
    const { makers, changeSets, changes } = this.asked;
    const key = { entityId, version };
    const isMade = row['$set_actor_kind'] !== null;
    return {
      ...(makers && { maker: isMade ? maker.decode(row) : null }),
      ...(changeSets && { changeSet: isMade ? changeSet.decode(row) : null }),
      ...(changes && meta && { change: () => readChange(meta, key, row['$told'] as string | null, this.platform!) }),
    };
  }
}

const madeBy = (columns: RawBuilder<unknown>) => sql`
  left join lateral (
    select ${columns} from change_set c where ${isOwn('c')} and c.id = v.change_set_id offset 0) s on true`;

const formers = () => sql`
  left join lateral (
    select b.entity_type, b.shape, b.snapshot from entity_version b
    where ${isOwn('b')} and b.entity_id = v.entity_id and b.version = v.version - 1 offset 0) b on true`;

/**
 * SQL: what a version changed, as `readChange` takes it; null where the one before is not kept. What versions of the present
 * shape say has changed is all that has: `write_versions` compares the rest. A long snapshot is fetched once for many keys.
 */
const told = sql`
  case when v.version > 1 and b.entity_type is distinct from v.entity_type then null
    when jsonb_typeof(v.changed) <> 'array'
      or exists (select from entity_shape e where e.entity_type = v.entity_type and e.shape > least(v.shape, b.shape))
      then palimpsest.change_across_shapes(v.entity_type, b.snapshot, b.shape, v.snapshot, v.shape, v.changed)
    else array_to_json(array(
      select json_build_array(key, (w.was -> key)::text, (w.now -> key)::text)
      from (
        select case when isLong then b.snapshot || '{}' else b.snapshot end as was,
          case when isLong then v.snapshot || '{}' else v.snapshot end as now
        from (select jsonb_array_length(v.changed) > 2 as isLong) l offset 0) w
      cross join jsonb_array_elements_text(v.changed) key)) end::text`;
