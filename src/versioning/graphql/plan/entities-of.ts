import type { EntityMetadata } from '@mikro-orm/core';
import { historyStatements } from '../../read/history/history-statements.js';
import type { Binding, Parameter } from '../../read/statements/parameter.js';
import type { Planning } from './planning.js';
import { type PlanSteps, stepsWhere } from './read-plan.js';

/** An entity that a record may be of, and where what is read of it in that case is added. */
export interface MaybeOf {
  readonly meta: EntityMetadata;
  readonly plan: PlanSteps;
}

/** All that a record of an unknown entity may be; once it is known what it is, nothing is read of the others. */
export function entitiesOf({ plan, context }: Planning, id: string | Parameter<string>): MaybeOf[] {
  return historyStatements(context.metadata).metas.map((meta) => {
    const isMaybe = (binding: Binding) => {
      const known = binding.types?.of(binding.in(id) as string);
      return known === undefined || known === meta.tableName;
    };
    return { meta, plan: stepsWhere(plan, isMaybe) };
  });
}
