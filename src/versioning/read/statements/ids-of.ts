import { type RawBuilder, sql } from 'kysely';
import { Parameter } from './parameter.js';
import { isRecordId } from '../../values/record-id.js';
import { anyValues } from '../../session/any-value.js';

/** SQL for no ids, a `uuid[]`. */
export const noIds: RawBuilder<unknown> = sql`'{}'::uuid[]`;

/** SQL for the ids that an argument names, a `uuid[]`: none where it is none. */
export function idsOf(id: string | Parameter<string>): RawBuilder<unknown> {
  const ids = (of: string) => (isRecordId(of) ? [of] : []);
  return anyValues(id instanceof Parameter ? id.as('ids', ids) : ids(id), 'uuid');
}
