import { compareValues } from './compare-values.js';
import type { Draw } from './draw.js';
import { drawFilter, type Filter, satisfies } from './record-filter-model.js';
import type { RecordedState, StateRecord } from './recorded-state.js';
import type { SchemaEntity } from './schema-entity.js';

export type Deleted = 'EXCLUDE' | 'INCLUDE' | 'ONLY';

const deletions: readonly Deleted[] = ['EXCLUDE', 'INCLUDE', 'ONLY'];

/** A question about the records of an entity. */
export interface ListQuestion {
  readonly filter: Filter;
  readonly orderBy: readonly { readonly field: string; readonly direction: 'ASC' | 'DESC' }[];
  readonly deleted: Deleted;
  /** Of the lists below each of them: which, and how many. */
  readonly below: { readonly deleted: Deleted; readonly few: number };
}

export function drawQuestion(draw: Draw, entity: SchemaEntity, state: RecordedState): ListQuestion {
  const fields = draw.some([...entity.orders.keys()], 2);
  return {
    filter: draw.isOneIn(3) ? {} : drawFilter(draw, entity, state.of(entity.name)),
    orderBy: fields.map((field) => ({ field, direction: draw.isOneIn(2) ? 'ASC' : 'DESC' })),
    deleted: draw.one(deletions),
    below: { deleted: draw.one(deletions), few: 1 + draw.int(2) },
  };
}

/** GraphQL, with `$below` and `$few`: all that is asked of a record, and of what it leads to. */
export function recordFields({ values, references, links, children }: SchemaEntity): string {
  const page = '{ totalCount nodes { id version } pageInfo { hasNextPage hasPreviousPage } }';
  return [
    ...values.keys(),
    ...references.flatMap(({ field }) => [
      `${field} { id version }`,
      `any_${field}: ${field}(includeDeleted: true) { id version }`,
    ]),
    ...links.map(({ field }) => `${field} { id version }`),
    ...children.flatMap(({ field }) => [
      `first_${field}: ${field}(first: $few, deleted: $below) ${page}`,
      `last_${field}: ${field}(last: $few, deleted: $below) ${page}`,
    ]),
  ].join(' ');
}

/** GraphQL: the variables that {@link recordFields} needs. */
export function belowVariables({ children }: SchemaEntity): string {
  return children.length > 0 ? ', $below: DeletedFilter, $few: Int' : '';
}

/** What {@link recordFields} gives of a record that was there. */
export function expectedRecord(
  entity: SchemaEntity,
  record: StateRecord,
  state: RecordedState,
  { deleted, few }: ListQuestion['below'],
): object {
  const shown = (of: StateRecord | undefined) => (of ? { id: of.id, version: of.version } : null);
  const living = (of: StateRecord | undefined) => shown(of?.isDeleted ? undefined : of);
  const answer: Record<string, unknown> = { ...record.values };
  for (const { field, by } of entity.references) {
    const referred = state.find(record.references[by]);
    [answer[field], answer[`any_${field}`]] = [living(referred), shown(referred)];
  }
  for (const { field } of entity.links) answer[field] = record.links[field]!.map((id) => living(state.find(id)));
  for (const { field, by, target } of entity.children) {
    const all = state.of(target).filter((one) => one.references[by] === record.id && isAmong(one, deleted));
    const more = all.length > few;
    const page = (nodes: readonly StateRecord[], isFirst: boolean) => ({
      totalCount: all.length,
      nodes: nodes.map(shown),
      pageInfo: { hasNextPage: more && isFirst, hasPreviousPage: more && !isFirst },
    });
    answer[`first_${field}`] = page(all.slice(0, few), true);
    answer[`last_${field}`] = page(all.slice(-few), false);
  }
  return answer;
}

/** The records that a question is answered with, in their order. */
export function expectedList(
  entity: SchemaEntity,
  state: RecordedState,
  { filter, orderBy, deleted }: ListQuestion,
): StateRecord[] {
  return state
    .of(entity.name)
    .filter((record) => isAmong(record, deleted) && satisfies(entity, record, filter))
    .toSorted((left, right) => {
      for (const { field, direction } of orderBy) {
        const order = compareBy(entity, entity.orders.get(field)!, left, right);
        if (order !== 0) return direction === 'ASC' ? order : -order;
      }
      return compareValues('ID', left.id, right.id);
    });
}

/** Null is the greatest. */
function compareBy(entity: SchemaEntity, field: string, { values: left }: StateRecord, { values: right }: StateRecord) {
  const [one, other] = [left[field], right[field]];
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return compareValues(entity.values.get(field)!, one, other, entity.collation(field));
}

export function isAmong({ isDeleted }: StateRecord, deleted: Deleted): boolean {
  return deleted === 'INCLUDE' || isDeleted === (deleted === 'ONLY');
}
