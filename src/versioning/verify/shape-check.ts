import { sql } from 'kysely';
import { type Pass, versionsOf } from './check.js';
import type { Table } from './table.js';
import type { VersionShape } from './version-shape.js';

/** What must hold of the shape of each version: nobody could read one of another. */
export const shapeCheck = (table: Table, shapes: readonly VersionShape[]): Pass => ({
  rows: sql`${versionsOf(table)} v`,
  id: sql`v.entity_id`,
  version: sql`v.version`,
  breaches: {
    'each version is of a shape that its table has had': sql`v.shape <> all (${shapes.map(({ shape }) => shape)}::int[])`,
  },
});
