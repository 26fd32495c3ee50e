import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { modelOf } from '../model/entity-model.js';
import { query } from '../session/query.js';
import type { StoredShape } from '../store/stored-shape.js';
import type { Table } from './table.js';

/** What verification must know of the versions that were written under one shape of a table. */
export interface VersionShape {
  readonly shape: number;
  readonly isPresent: boolean;
  /** The keys of a snapshot that a version is about, by the names of then. */
  readonly keys: readonly string[];
  /** The columns, by the names of then, whose values no snapshot may hold: those that have become sensitive since, too. */
  readonly secret: readonly string[];
  /** Whether a value of then may have no place in the present shape. */
  readonly mayNotFit: boolean;
}

interface ShapeRow extends Pick<StoredShape, 'shape' | 'steps'> {
  readonly names: readonly string[];
  /** What the columns are called in the present shape; null where nobody may read them any more. */
  readonly now: readonly (string | null)[];
  readonly secret: readonly string[];
}

/** The keys of a table's snapshots in its present shape. */
export interface PresentKeys extends Pick<VersionShape, 'keys' | 'secret'> {
  /** Columns that no version was ever about, where what is gone does not tell. */
  readonly never?: readonly string[];
}

/** What versions of an entity are about, and what none of them may hold. */
export function keysOf(meta: EntityMetadata): PresentKeys {
  return { keys: modelOf(meta).comparedKeys, secret: modelOf(meta).sensitiveKeys };
}

/** The shapes that a table has had, the first first; one that is retired ends in that which no version is of. */
export async function readVersionShapes(
  em: SqlEntityManager,
  { tableName }: Table,
  present: PresentKeys,
): Promise<VersionShape[]> {
  const rows = await query<ShapeRow>(em)`
    select s.shape, s.steps, n.names, palimpsest.secret_columns(s.entity_type, s.shape) as secret,
      palimpsest.upcast_names(s.entity_type, n.names, s.shape) as now
    from entity_shape s
    cross join lateral (select jsonb_agg(name) as names from jsonb_object_keys(s.columns) name) n
    where s.entity_type = ${tableName} order by s.shape`;
  const former = rows.slice(0, -1).map((row, place) => formerShape(row, rows.slice(place), present));
  const { keys, secret } = present;
  return [...former, { keys, secret, shape: rows.at(-1)?.shape ?? 1, isPresent: true, mayNotFit: false }];
}

/** @param rows this shape and all later ones */
function formerShape(
  { shape, names, now, secret }: ShapeRow,
  rows: readonly ShapeRow[],
  present: PresentKeys,
): VersionShape {
  const isAbout = (name: string | null) => name === null || name.startsWith('$') || present.keys.includes(name);
  const { never = [] } = present;
  const keys = names.filter((name, place) => !secret.includes(name) && !never.includes(name) && isAbout(now[place]!));
  const later = rows.slice(1).flatMap(({ steps }) => steps);
  return {
    shape,
    isPresent: false,
    keys,
    secret,
    mayNotFit: later.some((step) => 'cast' in step || 'among' in step || 'compute' in step),
  };
}
