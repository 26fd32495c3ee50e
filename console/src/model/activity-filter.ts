import { type ChangeSetFilter, type ChangeSource, enumValues, type Operation } from '../../../sdk/src/index.js';
import type { Catalogue, EntityField } from './catalogue.js';
import { isWrittenAsJson, valueOf } from './draft.js';
import { instantOrNone } from './instant.js';

/** Which change sets are shown, as an address says it; what is empty is not asked. */
export interface ActivityFilter {
  /** The id of who made them. */
  readonly actor: string;
  /** The name of a type of records. */
  readonly type: string;
  readonly operation: string;
  /** The name of a field that they changed. */
  readonly field: string;
  /** What that field became, as a form has it. */
  readonly value: string;
  /** Part of the reason. */
  readonly reason: string;
  readonly source: string;
  /** Instants: RFC 3339. */
  readonly from: string;
  readonly to: string;
}

export const noFilter: ActivityFilter = {
  actor: '',
  type: '',
  operation: '',
  field: '',
  value: '',
  reason: '',
  source: '',
  from: '',
  to: '',
};

const names = Object.keys(noFilter) as readonly (keyof ActivityFilter)[];

/** Reads a filter out of the parameters of an address. What the server would not know is left out. */
export function activityFilter(catalogue: Catalogue, parameters: URLSearchParams): ActivityFilter {
  const filter = Object.fromEntries(names.map((name) => [name, parameters.get(name) ?? ''])) as Record<
    keyof ActivityFilter,
    string
  >;
  const type = catalogue.named(filter.type) ? filter.type : '';
  const field = fieldsToFilter(catalogue, type).includes(filter.field) ? filter.field : '';
  return {
    ...filter,
    type,
    field,
    value: field === '' ? '' : filter.value,
    operation: known(enumValues.Operation, filter.operation),
    source: known(enumValues.ChangeSource, filter.source),
    from: instantOrNone(filter.from),
    to: instantOrNone(filter.to),
  };
}

/** The parameters of the address of a filter; what is not asked is left out. */
export function activityParameters(filter: ActivityFilter): URLSearchParams {
  return new URLSearchParams(names.flatMap((name) => (filter[name] === '' ? [] : [[name, filter[name]]])));
}

/** Whether something is asked at all. */
export function isFiltered(filter: ActivityFilter): boolean {
  return names.some((name) => filter[name] !== '');
}

/** The names of fields that can be asked for: of a type, or of all. */
export function fieldsToFilter(catalogue: Catalogue, type: string): string[] {
  const of = catalogue.named(type);
  const fields = (of ? [of] : catalogue.types).flatMap(({ fields }) => fields);
  return [...new Set(fields.map(({ name }) => name))].toSorted();
}

/**
 * The filter as the server takes it; undefined where nothing is asked.
 *
 * @throws InvalidDraft for a value that is none of its field
 */
export function changeSetFilter(catalogue: Catalogue, filter: ActivityFilter): ChangeSetFilter | undefined {
  if (!isFiltered(filter)) return undefined;
  const { actor, type, operation, field, value, reason, source, from, to } = filter;
  return {
    ...(actor !== '' && { actorId: actor }),
    ...(type !== '' && { entityType: [type] }),
    ...(operation !== '' && { operation: [operation as Operation] }),
    ...(field !== '' && { field }),
    ...(field !== '' && value !== '' && { value: valueToFind(catalogue, type, field, value) }),
    ...(reason !== '' && { reason }),
    ...(source !== '' && { source: source as ChangeSource }),
    ...(from !== '' && { from }),
    ...(to !== '' && { to }),
  };
}

/** What is written as the value of a field, in the form that changes have it in. */
function valueToFind(catalogue: Catalogue, type: string, name: string, value: string): unknown {
  const of = catalogue.named(type);
  const field = (of ? [of] : catalogue.types).flatMap(({ fields }) => fields).find((one) => one.name === name)!;
  if (field.kind === 'BOOLEAN' && !field.isList) return value === 'true';
  return valueOf(writtenAsJson(field), value);
}

/** Links are written as JSON here: a list of ids. */
function writtenAsJson(field: EntityField): EntityField {
  return field.kind === 'LINKS' && !isWrittenAsJson(field) ? { ...field, kind: 'JSON' } : field;
}

function known(all: readonly string[], value: string): string {
  return all.includes(value) ? value : '';
}
