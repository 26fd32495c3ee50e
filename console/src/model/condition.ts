import type { EntityField, EntityType } from './catalogue.js';
import { InvalidDraft, valueOf } from './draft.js';

/** What the value of a field must be, for a record to be listed; all that is given must hold. */
export interface Condition {
  /** One of these. */
  readonly is?: readonly string[];
  /** At least this, and at most that. */
  readonly from?: string;
  readonly to?: string;
  /** A part of it, as it is spelled there. */
  readonly part?: string;
  /** Whether it must be there at all. */
  readonly isSet?: boolean;
}

/** Conditions by field name. */
export type Conditions = Readonly<Record<string, Condition>>;

/** How values of a field are compared: chosen among few, by a record, by a span, by a part of the text. */
export type ConditionForm = 'choice' | 'record' | 'span' | 'part';

const spans: ReadonlySet<string> = new Set(['INTEGER', 'BIG_INTEGER', 'FLOAT', 'DECIMAL', 'DATE', 'DATE_TIME']);

/** How a field is compared, as the server's filter for its type can; undefined where lists cannot be filtered by it. */
export function formOf({ kind, type, isFilterable }: EntityField): ConditionForm | undefined {
  if (!isFilterable) return undefined;
  if (kind === 'ENUM' || kind === 'BOOLEAN') return 'choice';
  if (kind === 'REFERENCE') return 'record';
  if (spans.has(kind)) return 'span';
  return (kind === 'TEXT' || kind === 'DOCUMENT') && type === 'String' ? 'part' : undefined;
}

/** Whether lists can be filtered by whether a field has a value: filters of enums have no `isNull`. */
export function canBeUnset({ kind, isNullable }: EntityField): boolean {
  return isNullable && kind !== 'ENUM';
}

/** The fields that a list can be filtered by, with the two instants that every record has. */
export function filterFieldsOf(type: EntityType): EntityField[] {
  return [
    ...type.fields.filter((field) => formOf(field) !== undefined),
    instantField('createdAt'),
    instantField('updatedAt'),
  ];
}

/** Reads conditions out of the parameters of an address; what they cannot be is left out. */
export function readConditions(type: EntityType, parameters: URLSearchParams): Conditions {
  const found = filterFieldsOf(type).flatMap((field) => {
    const condition = readCondition(field, parameters);
    return Object.keys(condition).length > 0 ? [[field.name, condition] as const] : [];
  });
  return Object.fromEntries(found);
}

/** Writes conditions into the parameters of an address. */
export function writeConditions(conditions: Conditions, parameters: URLSearchParams): void {
  for (const [name, { is, from, to, part, isSet }] of Object.entries(conditions)) {
    for (const value of is ?? []) parameters.append(`is.${name}`, value);
    if (from !== undefined) parameters.set(`from.${name}`, from);
    if (to !== undefined) parameters.set(`to.${name}`, to);
    if (part !== undefined) parameters.set(`part.${name}`, part);
    if (isSet !== undefined) parameters.set(`set.${name}`, isSet ? 'yes' : 'no');
  }
}

/** Conditions as the server's filters have them: for a record type's filter, by field. */
export function comparisonsOf(type: EntityType, conditions: Conditions): Record<string, object> {
  const given = filterFieldsOf(type).filter(({ name }) => name in conditions);
  return Object.fromEntries(given.map((field) => [field.name, comparisonOf(field, conditions[field.name]!)]));
}

/**
 * The condition without what is empty.
 *
 * @returns undefined where nothing is left
 * @throws InvalidDraft for what is no value of the field
 */
export function checkedCondition(field: EntityField, { is, from, to, part, isSet }: Condition): Condition | undefined {
  const checked = {
    ...(is && is.length > 0 && { is }),
    ...(from?.trim() && { from: checkedValue(field, from) }),
    ...(to?.trim() && { to: checkedValue(field, to) }),
    ...(part && { part }),
    ...(isSet !== undefined && { isSet }),
  };
  return Object.keys(checked).length > 0 ? checked : undefined;
}

function comparisonOf(field: EntityField, { is = [], from, to, part, isSet }: Condition): object {
  const values = is.map((value) => (field.kind === 'BOOLEAN' ? value === 'true' : value));
  return {
    ...(values.length === 1 && { eq: values[0] }),
    ...(values.length > 1 && { in: values }),
    ...(from !== undefined && { gte: valueOf(field, from) }),
    ...(to !== undefined && { lte: valueOf(field, to) }),
    ...(part !== undefined && { contains: part }),
    ...(isSet !== undefined && { isNull: !isSet }),
  };
}

function readCondition(field: EntityField, parameters: URLSearchParams): Condition {
  const form = formOf(field);
  const given = (operator: string) => parameters.get(`${operator}.${field.name}`) || undefined;
  if (form === 'part') return withoutNothing({ part: given('part'), isSet: readIsSet(field, given('set')) });
  if (form === 'span') {
    const [from, to] = [given('from'), given('to')].map((value) => (isValue(field, value) ? value : undefined));
    return withoutNothing({ from, to, isSet: readIsSet(field, given('set')) });
  }
  const known = field.kind === 'BOOLEAN' ? ['true', 'false'] : field.values;
  const is = parameters.getAll(`is.${field.name}`).filter((value) => known?.includes(value) ?? value !== '');
  const few = field.kind === 'ENUM' ? is : is.slice(0, 1);
  return withoutNothing({ is: few.length > 0 ? few : undefined, isSet: readIsSet(field, given('set')) });
}

function readIsSet(field: EntityField, value: string | undefined): boolean | undefined {
  return canBeUnset(field) && (value === 'yes' || value === 'no') ? value === 'yes' : undefined;
}

function withoutNothing(condition: { readonly [part in keyof Condition]: Condition[part] | undefined }): Condition {
  return Object.fromEntries(Object.entries(condition).filter(([, value]) => value !== undefined)) as Condition;
}

function isValue(field: EntityField, value: string | undefined): boolean {
  if (value === undefined || value.trim() === '') return false;
  try {
    checkedValue(field, value);
    return true;
  } catch (error) {
    if (error instanceof InvalidDraft) return false;
    throw error;
  }
}

/** @throws InvalidDraft */
function checkedValue(field: EntityField, text: string): string {
  const value = text.trim();
  const isNumber = field.kind !== 'DATE' && field.kind !== 'DATE_TIME';
  if (isNumber ? !Number.isFinite(Number(value)) : Number.isNaN(Date.parse(value))) {
    throw new InvalidDraft(field.name, isNumber ? 'must be a number' : 'must be a date');
  }
  valueOf(field, value);
  return value;
}

function instantField(name: string): EntityField {
  return {
    name,
    shownAs: name,
    kind: 'DATE_TIME',
    type: 'DateTime',
    isList: false,
    isNullable: false,
    isRequired: true,
    default: null,
    values: null,
    target: null,
    isOwner: false,
    isSensitive: false,
    isUnique: false,
    isFilterable: true,
    orderField: null,
  };
}
