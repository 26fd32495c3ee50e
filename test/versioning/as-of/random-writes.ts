import {
  getNamedType,
  getNullableType,
  type GraphQLInputField,
  type GraphQLInputFieldMap,
  type GraphQLInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Draw } from './draw.js';
import type { RecordedState } from './recorded-state.js';
import { sampleOf } from './sample-value.js';
import type { SchemaEntity } from './schema-entity.js';

type Values = Record<string, unknown>;

/** A mutation that may be refused, as when it takes a name that is taken. */
export interface Write {
  readonly query: string;
  readonly variables: Values;
}

const kinds = ['create', 'create', 'update', 'update', 'update', 'delete', 'restore', 'revert', 'purge'] as const;

const inputTypes: Partial<Record<(typeof kinds)[number], string>> = {
  create: 'Create',
  update: 'Update',
  restore: 'Restore',
  revert: 'Revert',
};

/** Draws mutations of all that the inputs of entities take. */
export class RandomWrites {
  #made = 0;

  /** @param untouched the record that nobody changes: whose token asks */
  constructor(
    private readonly entities: readonly SchemaEntity[],
    private readonly untouched: string,
  ) {}

  /** @returns undefined where there is nothing to write to */
  next(draw: Draw, state: RecordedState): Write | undefined {
    const entity = draw.one(this.entities);
    const drawn = draw.one(kinds);
    const isGone = drawn === 'restore' || drawn === 'purge';
    const records = state.of(entity.name).filter(({ id, isDeleted }) => isDeleted === isGone && id !== this.untouched);
    const kind = records.length === 0 ? 'create' : drawn;
    const inputs = entity.input(kind);
    if (kind === 'create') return this.#write(kind, entity, this.#values(draw, entity, inputs, state));
    const { id, version } = draw.one(records);
    const input: Values = { id, expectedVersion: version };
    if (kind === 'revert') input['toVersion'] = 1 + draw.int(version - 1);
    if (kind === 'update') {
      const patch = getNamedType(inputs['patch']!.type) as GraphQLInputObjectType;
      input['patch'] = this.#values(draw, entity, patch.getFields(), state);
    }
    return this.#write(kind, entity, input);
  }

  #write(kind: (typeof kinds)[number], { name }: SchemaEntity, input: Values | undefined): Write | undefined {
    const type = `${inputTypes[kind] ?? 'Delete'}${name}Input`;
    const query = `mutation($input: ${type}!) { made: ${kind}${name}(input: $input) { changeSet { id } } }`;
    return input && { query, variables: { input } };
  }

  /** @returns undefined where a record must be referred to and there is none */
  #values(draw: Draw, entity: SchemaEntity, inputs: GraphQLInputFieldMap, state: RecordedState): Values | undefined {
    const values: Values = {};
    for (const input of Object.values(inputs)) {
      const isRequired = isNonNullType(input.type);
      if (!isRequired && !draw.isOneIn(2)) continue;
      const value = this.#value(draw, entity, input, state);
      if (value === undefined && isRequired) return undefined;
      // What may not be cleared is refused.
      if (value !== undefined) values[input.name] = !isRequired && draw.isOneIn(5) ? null : value;
    }
    return values;
  }

  #value(draw: Draw, entity: SchemaEntity, { name, type }: GraphQLInputField, state: RecordedState): unknown {
    const living = (of: string) => state.of(of).flatMap(({ id, isDeleted }) => (isDeleted ? [] : [id]));
    if (isListType(getNullableType(type))) {
      const links = entity.links.find(({ by }) => by.startsWith(name.replace(/Ids$/, '')));
      return links && draw.some(living(links.target), 3);
    }
    const reference = entity.references.find(({ by }) => name === `${by}Id`);
    if (reference) {
      const ids = living(reference.target);
      return ids.length === 0 ? undefined : draw.one(ids);
    }
    // Not what no field shows, such as a password or the reason.
    const shown = entity.values.get(name);
    if (!shown) return undefined;
    const value = sampleOf(draw, type);
    // Some texts must be those of one record alone.
    return shown === 'String' && draw.isOneIn(2) ? `${value as string} ${(this.#made += 1)}` : value;
  }
}
