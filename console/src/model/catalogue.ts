import type { EntityType } from '../../../sdk/src/index.js';

export type { EntityType };
export type EntityField = EntityType['fields'][number];

/** A field that refers to records of a type, from their side: what stands below them. */
export interface ChildField {
  readonly type: EntityType;
  readonly field: EntityField;
}

/** The types of records that there are, as the server describes them. */
export class Catalogue {
  readonly #byName: ReadonlyMap<string, EntityType>;
  readonly #byPlural: ReadonlyMap<string, EntityType>;

  constructor(readonly types: readonly EntityType[]) {
    this.#byName = new Map(types.map((type) => [type.name, type]));
    this.#byPlural = new Map(types.map((type) => [type.plural, type]));
  }

  /** By what `__typename` says; undefined for one that there is no more. */
  named(name: string): EntityType | undefined {
    return this.#byName.get(name);
  }

  /** By the query that lists it, which is how addresses name it. */
  listedAs(plural: string): EntityType | undefined {
    return this.#byPlural.get(plural);
  }

  /** The field that says what records of a type are called; undefined where none does. */
  labelOf(type: EntityType): EntityField | undefined {
    return type.fields.find(({ name }) => name === type.label);
  }

  /** By what other records refer to records of a type: those that it owns first. */
  childrenOf(parent: EntityType): ChildField[] {
    const all = this.types.flatMap((type) =>
      type.fields
        .filter(({ kind, target }) => kind === 'REFERENCE' && target === parent.name)
        .map((field) => ({ type, field })),
    );
    return all.toSorted((a, b) => Number(b.field.isOwner) - Number(a.field.isOwner));
  }
}
