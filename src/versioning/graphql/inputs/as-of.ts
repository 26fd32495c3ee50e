import { Field, ID, InputType } from 'type-graphql';
import type { BoundInstant, Instant } from '../../read/instants/instant.js';
import type { Parameter } from '../../read/statements/parameter.js';
import { DateTimeScalar as DateTime } from '../scalars/date-time-scalar.js';

/** The argument by which a field names the instant of everything below it. */
export const asOfArgument = 'asOf';

/** An instant as clients name it: by one of its keys. */
@InputType('AsOf', {
  description:
    'An instant, named exactly: the moment, the state right after or right before a change set, or a snapshot token.',
})
export class AsOf {
  @Field(() => DateTime, {
    nullable: true,
    description:
      'What had been committed by then: a change shows from the committedAt of its change set on, not from its recordedAt.',
  })
  at?: string;

  @Field(() => ID, { nullable: true, description: 'All that had committed before it, and itself.' })
  changeSet?: string;

  @Field(() => ID, { nullable: true, description: 'All that had committed before this change set, and not itself.' })
  before?: string;

  @Field(() => String, { nullable: true, description: 'The token of `snapshot`: exactly what that operation saw.' })
  snapshot?: string;
}

/** @returns null where nothing is named: the present */
export function toInstant(asOf: AsOf | null | undefined): Instant | null {
  return named(asOf);
}

/** What the coerced arguments of a field name, with parameters where they are only bound. */
export function instantOfArguments(values: Readonly<Record<string, unknown>>): BoundInstant | null {
  return named(values[asOfArgument] as Named<string | Parameter<string>> | null | undefined);
}

type Named<Name> = Readonly<Partial<Record<keyof AsOf, Name>>>;

function named<Name>(asOf: Named<Name> | null | undefined): Instant<Name> | null {
  if (asOf?.at != null) return { at: asOf.at };
  if (asOf?.changeSet != null) return { changeSet: asOf.changeSet };
  if (asOf?.before != null) return { before: asOf.before };
  return asOf?.snapshot != null ? { token: asOf.snapshot } : null;
}
