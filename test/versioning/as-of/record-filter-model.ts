import { isListType } from 'graphql';
import { compareValues } from './compare-values.js';
import type { Draw } from './draw.js';
import type { StateRecord } from './recorded-state.js';
import { sampleOf } from './sample-value.js';
import type { SchemaEntity } from './schema-entity.js';

export type Filter = Readonly<Record<string, unknown>>;

/** What a field of a filter is compared with: a value of the record, or the id of what it refers to. */
function valueOf({ values, references }: StateRecord, field: string): unknown {
  return field in values ? values[field] : references[field.replace(/Id$/, '')];
}

/** A filter of whatever its type offers, in parts about values that are there. */
export function drawFilter(draw: Draw, entity: SchemaEntity, records: readonly StateRecord[], depth = 2): Filter {
  const fields = draw.some([...entity.filters.keys()], depth);
  const conditions = fields.map((field) => [field, drawComparison(draw, entity, field, records)] as const);
  const below = () => drawFilter(draw, entity, records, depth - 1);
  return {
    ...Object.fromEntries(conditions),
    ...(depth > 0 && draw.isOneIn(4) && { or: Array.from({ length: draw.int(3) }, below) }),
    ...(depth > 0 && draw.isOneIn(4) && { and: Array.from({ length: draw.int(2) }, below) }),
    ...(depth > 0 && draw.isOneIn(4) && { not: below() }),
  };
}

function drawComparison(draw: Draw, entity: SchemaEntity, field: string, records: readonly StateRecord[]): Filter {
  const operators = Object.values(entity.filters.get(field)!);
  const there = records.map((record) => valueOf(record, field)).filter((value) => value != null);
  const chosen = [draw.one(operators), ...draw.some(operators, 1)];
  return Object.fromEntries(
    chosen.map(({ name, type }) => {
      const operand = () => {
        if (name === 'isNull' || there.length === 0 || draw.isOneIn(4)) return sampleOf(draw, type);
        const value = draw.one(there);
        return name === 'contains' || name === 'startsWith' ? part(draw, value as string, name) : value;
      };
      return [name, isListType(type) ? Array.from({ length: draw.int(3) }, operand) : operand()];
    }),
  );
}

/** By characters, as they are counted by those who write them. */
function part(draw: Draw, text: string, operator: 'contains' | 'startsWith'): string {
  const characters = [...text];
  const from = operator === 'startsWith' ? 0 : draw.int(characters.length);
  return characters.slice(from, from + draw.int(3)).join('');
}

/** Whether a record satisfies a filter. */
export function satisfies(entity: SchemaEntity, record: StateRecord, filter: Filter): boolean {
  return Object.entries(filter).every(([field, of]) => {
    if (field === 'and') return (of as Filter[]).every((one) => satisfies(entity, record, one));
    if (field === 'or') return (of as Filter[]).some((one) => satisfies(entity, record, one));
    if (field === 'not') return !satisfies(entity, record, of as Filter);
    const value = valueOf(record, field);
    const type = entity.values.get(field) ?? 'ID';
    return Object.entries(of as Filter).every(([operator, operand]) => holds(type, value, operator, operand));
  });
}

/** Nothing compares with null, of which all is different. */
function holds(type: string, value: unknown, operator: string, operand: unknown): boolean {
  if (operator === 'isNull') return (value === null) === operand;
  if (value === null) return operator === 'ne';
  const order = (other: unknown) => compareValues(type, value, other);
  switch (operator) {
    case 'eq':
      return order(operand) === 0;
    case 'ne':
      return order(operand) !== 0;
    case 'in':
      return (operand as unknown[]).some((one) => order(one) === 0);
    case 'contains':
      return (value as string).includes(operand as string);
    case 'startsWith':
      return (value as string).startsWith(operand as string);
    case 'gt':
      return order(operand) > 0;
    case 'gte':
      return order(operand) >= 0;
    case 'lt':
      return order(operand) < 0;
    case 'lte':
      return order(operand) <= 0;
    default:
      throw new Error(`The model does not know the operator ${operator}.`);
  }
}
