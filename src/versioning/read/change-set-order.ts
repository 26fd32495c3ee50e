import { sql } from 'kysely';
import type { OrderTerm } from './keyset-order.js';

/** The order in which change sets are listed, of the alias `c`: newest first. */
export const changeSetOrder: readonly OrderTerm[] = [
  { expression: sql.ref('c.recorded_at'), type: 'timestamptz', ascending: false, required: true },
  { expression: sql.ref('c.id'), type: 'uuid', ascending: false, required: true },
];
