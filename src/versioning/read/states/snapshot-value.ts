import { isCalendarDay } from '../../values/calendar-day.js';

/**
 * Makes of the JSON text of a value in a snapshot what the driver gives of a column with that value.
 *
 * @returns undefined where the text is not of the form in which snapshots are written: that is for the database to judge
 */
export type ReadSnapshotValue = (json: string) => unknown;

const uuidForm = /^"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"$/;
const decimalForm = /^(-?)(\d+)(?:\.(\d+))?$/;
const momentForm = /^"(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.(\d{1,6}))?\+00:00"$/;

/** By type as SQL names it; its arguments are those in parentheses. */
const readers: Readonly<Record<string, (...args: number[]) => ReadSnapshotValue>> = {
  text: () => text,
  varchar: (most = Infinity) => shortText(most),
  'character varying': (most = Infinity) => shortText(most),
  uuid: () => (json) => (uuidForm.test(json) ? json.slice(1, -1) : undefined),
  boolean: () => (json) => (json === 'true' ? true : json === 'false' ? false : undefined),
  smallint: () => whole(-32_768, 32_767),
  int: () => whole(-2_147_483_648, 2_147_483_647),
  integer: () => whole(-2_147_483_648, 2_147_483_647),
  bigint: () => bigint,
  numeric: (precision, scale = 0) => numeric(precision, scale),
  'double precision': () => double,
  date: () => (json) => (isCalendarDay(json.slice(1, -1)) ? json.slice(1, -1) : undefined),
  timestamptz: (digits = 6) => moment(digits),
  jsonb: () => (json) => json,
};

/**
 * How values of a column are read of snapshots, as `palimpsest.typed_state` would have them in a row.
 *
 * @param columnType as SQL writes it, in small letters: `numeric(12,2)`
 * @returns undefined where nothing can be said of the type
 */
export function snapshotReader(columnType: string): ReadSnapshotValue | undefined {
  const [, name = '', , args] = /^([a-z ]+)(\(([\d, ]+)\))?$/.exec(columnType) ?? [];
  const reader = Object.hasOwn(readers, name) ? readers[name]! : undefined;
  return reader?.(...(args === undefined ? [] : args.split(',').map(Number)));
}

function text(json: string): string | undefined {
  return json.startsWith('"') ? (JSON.parse(json) as string) : undefined;
}

function shortText(most: number): ReadSnapshotValue {
  return (json) => {
    const value = text(json);
    // PostgreSQL counts characters, of which some are two units here.
    return value === undefined || value.length <= most || [...value].length <= most ? value : undefined;
  };
}

function whole(least: number, most: number): ReadSnapshotValue {
  return (json) => {
    const value = /^-?\d{1,10}$/.test(json) ? Number(json) : NaN;
    return value >= least && value <= most ? value : undefined;
  };
}

function bigint(json: string): string | undefined {
  return /^-?\d{1,19}$/.test(json) && BigInt.asIntN(64, BigInt(json)) === BigInt(json) ? json : undefined;
}

/** What a double has no room for, PostgreSQL refuses. */
function double(json: string): number | undefined {
  const value = decimalForm.test(json) ? Number(json) : NaN;
  return Number.isFinite(value) && (value !== 0 || !/[1-9]/.test(json)) ? value : undefined;
}

/** A column has as many digits after the point as its type says. */
function numeric(precision: number | undefined, scale: number): ReadSnapshotValue {
  return (json) => {
    const [, sign = '', whole = '', fraction = ''] = decimalForm.exec(json) ?? [];
    if (whole === '') return undefined;
    if (precision === undefined) return json;
    const digits = whole === '0' ? 0 : whole.length;
    if (fraction.length > scale || digits > precision - scale) return undefined;
    return scale === 0 ? json : `${sign}${whole}.${fraction.padEnd(scale, '0')}`;
  };
}

function moment(digits: number): ReadSnapshotValue {
  return (json) => {
    const [, day = '', , fraction = ''] = momentForm.exec(json) ?? [];
    return isCalendarDay(day) && fraction.length <= digits ? json.slice(1, -1) : undefined;
  };
}
