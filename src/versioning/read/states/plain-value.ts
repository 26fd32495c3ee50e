import { type RawBuilder, sql } from 'kysely';
import { recordIdForm } from '../../values/record-id.js';

type Condition = (text: RawBuilder<unknown>) => RawBuilder<unknown>;

/** By type; a number of so few digits is in its range. Texts are compared by bytes: a regular expression would take longer than the cast. */
const forms: Readonly<Record<string, Condition>> = {
  uuid: (text) => sql`${text} ~ ${sql.lit(recordIdForm)}`,
  boolean: (text) => sql`${text} in ('true', 'false')`,
  smallint: whole(4),
  integer: whole(9),
  int: whole(9),
  bigint: whole(18),
  numeric: (text) => sql`(${text} ~ '^-?[0-9]+([.][0-9]+)?$' and char_length(${text}) <= 100)`,
  date: (text) => sql`(${bytes(text)} like '____-__-__' and ${besidesDigits(text)} = '--' and ${isDay(text)})`,
  timestamptz: (text) => sql`(
    (${bytes(text)} like '____-__-__T__:__:__+00:00' or ${bytes(text)} like '____-__-__T__:__:__._%+00:00')
    and char_length(${text}) <= 32 and ${besidesDigits(text)} in ('--T::+:', '--T::.+:')
    and ${part(text, 12, 2)} <= '23' and ${part(text, 15, 2)} <= '59' and ${part(text, 18, 2)} <= '59' and ${isDay(text)})`,
};

/**
 * SQL: whether a text is written as snapshots write nearly all values of a type. Then it is a value of it, and casting it
 * gives what the whole row would have there. Whatever else stands in a snapshot is for `palimpsest.typed_state` to judge.
 *
 * @param columnType as SQL writes it, in small letters: `numeric(12,2)`
 * @returns undefined where nothing can be said of the type
 */
export function isPlain(columnType: string, text: RawBuilder<unknown>): RawBuilder<unknown> | undefined {
  const [, name = '', , first, second = '0'] = /^([a-z ]+)(\((\d+)(?:, ?(\d+))?\))?$/.exec(columnType) ?? [];
  if (/^(varchar|character varying)$/.test(name) && first !== undefined)
    return sql`char_length(${text}) <= ${sql.lit(Number(first))}`;
  if (name === 'numeric' && first !== undefined) return numeric(Number(first), Number(second), text);
  return forms[name]?.(text);
}

function whole(digits: number): Condition {
  return (text) => sql`(${text} ~ '^-?[0-9]+$' and char_length(${text}) <= ${sql.lit(digits)})`;
}

function numeric(precision: number, scale: number, text: RawBuilder<unknown>): RawBuilder<unknown> | undefined {
  const before = precision - scale;
  // PostgreSQL counts no further in a regular expression.
  if (before < 1 || precision > 255) return undefined;
  const behind = scale > 0 ? `([.][0-9]{1,${scale}})?` : '';
  return sql`${text} ~ ${sql.lit(`^-?[0-9]{1,${before}}${behind}$`)}`;
}

function bytes(text: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`${text} collate "C"`;
}

function besidesDigits(text: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`translate(${text}, '0123456789', '')`;
}

function part(text: RawBuilder<unknown>, from: number, length: number): RawBuilder<unknown> {
  return bytes(sql`substr(${text}, ${sql.lit(from)}, ${sql.lit(length)})`);
}

/** Of digits where a day has them; the 29th of February is for others to judge. */
function isDay(text: RawBuilder<unknown>): RawBuilder<unknown> {
  const [year, month, day] = [part(text, 1, 4), part(text, 6, 2), part(text, 9, 2)];
  return sql`${year} >= '0001' and ${month} between '01' and '12' and (${day} between '01' and '28'
    or ${day} in ('29', '30') and ${month} <> '02' or ${day} = '31' and ${month} in ('01', '03', '05', '07', '08', '10', '12'))`;
}
