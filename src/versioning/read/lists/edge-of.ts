import { sql } from 'kysely';
import { anyValue } from '../../session/any-value.js';
import { badCursor, type CursorArgument, decodeCursor } from './cursor.js';
import { EachInstant } from '../instants/each-instant.js';
import type { BoundInstant, Instant } from '../instants/instant.js';
import type { Edge } from './keyset-order.js';
import { OtherShape, Parameter } from '../statements/parameter.js';
import type { Instants } from '../instants/statement-at.js';

/** Of which list a cursor must be. */
interface CursorOf {
  readonly argument: CursorArgument;
  /** The list with its order, whatever its instant. */
  readonly named: string;
  /** What its cursors are of at an instant. */
  readonly scopeAt: (instant: Instant | null) => string;
  readonly instants: Instants | null;
  /** How many values they hold. */
  readonly terms: number;
  /** Whether the plan of its statement is kept, whatever they hold. */
  readonly isKept: boolean;
}

/**
 * Where a cursor cuts a list. Nulls in it make another statement: so one in which there are none is a parameter, and others are
 * not.
 *
 * @throws DomainError BAD_USER_INPUT for one of another list, order or instant
 */
export function edgeOf(cursor: string | Parameter<string>, of: CursorOf): Edge {
  return valuesOf(cursor, of).map((value) => {
    if (value === null) return null;
    return of.isKept ? anyValue(value, 'text') : sql`${value}`;
  });
}

function valuesOf(
  cursor: string | Parameter<string>,
  { argument, named, scopeAt, instants, terms }: CursorOf,
): readonly (string | Parameter<string> | null)[] {
  const values = { cursor, instant: oneInstant(instants, argument) };
  const edge = Parameter.of(`edge ${argument} of ${named}`, values, (of) =>
    decodeCursor(scopeAt(of.instant as Instant | null), of.cursor as string, argument),
  );
  if (!(edge instanceof Parameter)) {
    if (edge.length !== terms) throw badCursor(argument);
    return edge;
  }
  return Array.from({ length: terms }, (_, n) =>
    edge.as(`${n}`, (of) => {
      const value = of[n];
      if (of.length !== terms || typeof value !== 'string') throw new OtherShape();
      return value;
    }),
  );
}

/** A cursor is of one instant. */
function oneInstant(instants: Instants | null, argument: CursorArgument): BoundInstant | null {
  if (instants instanceof EachInstant) throw badCursor(argument);
  return instants;
}
