import { raw, type RawQueryFragment } from '@mikro-orm/core';
import { createQueryId, PostgresQueryCompiler, type RawBuilder } from 'kysely';
import { valuesFor } from './own-rows.js';

/** Writes values as MikroORM's fragments do: `?`, in the order in which they come. */
class FragmentCompiler extends PostgresQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '?';
  }
}

/**
 * A part of a statement for a place where MikroORM makes the rest, such as the value of a column.
 *
 * @param whom for whom the statement speaks
 */
export function ormFragment(part: RawBuilder<unknown>, whom: string | null): RawQueryFragment {
  const { sql, parameters } = new FragmentCompiler().compileQuery(part.toOperationNode(), createQueryId());
  return raw(sql, valuesFor(whom, parameters) as never);
}
