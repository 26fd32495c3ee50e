import type { DeletedFilter } from '../../../sdk/src/index.js';
import type { Catalogue, EntityField, EntityType } from './catalogue.js';
import type { RootField } from './root-field.js';
import { actor, changeSetHead, labelSelections, pageInfo } from './selections.js';

/** Everything that every record has. */
const bookkeeping = `id version createdAt createdBy ${actor} updatedAt updatedBy ${actor} deletedAt deletedBy ${actor}`;

/** What a version says of itself, without its values. */
const versionHead = `__typename version operation recordedAt actor ${actor} changeSet { ${changeSetHead} }`;

/**
 * GraphQL documents for the records of any type, written from its description: what the SDK generates for the types of
 * one schema, for all that a server may have.
 */
export class Documents {
  constructor(private readonly catalogue: Catalogue) {}

  /** A page of records, with the fields that a list shows. */
  list(type: EntityType, fields: readonly EntityField[]): string {
    const { name, plural } = type;
    return `query Records($first: Int, $after: String, $last: Int, $before: String, $filter: ${name}Filter, $orderBy: [${name}Order!], $deleted: DeletedFilter, $asOf: AsOf) {
  ${plural}(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy, deleted: $deleted, asOf: $asOf) {
    nodes { ${this.record(fields)} } ${pageInfo} totalCount
  }
}`;
  }

  /** One record with all its fields, deleted or not. */
  one(type: EntityType): string {
    return `query Record($id: ID!, $asOf: AsOf) { ${type.singular}(id: $id, deleted: INCLUDE, asOf: $asOf) { ${this.record(type.fields)} } }`;
  }

  /** What records of a type are called, by a filter. */
  names(type: EntityType): string {
    const { name, plural } = type;
    return `query Names($first: Int, $filter: ${name}Filter, $asOf: AsOf) { ${plural}(first: $first, filter: $filter, asOf: $asOf) { nodes { ${this.named(type)} } } }`;
  }

  /** What a record is called, deleted or not. */
  nameOf(type: EntityType, id: string): RootField {
    return {
      name: type.singular,
      args: { id: ['ID!', id], deleted: ['DeletedFilter', 'INCLUDE'] },
      selection: this.named(type),
    };
  }

  /** How many records of a type there are. */
  count({ plural }: EntityType, deleted: DeletedFilter): RootField {
    return {
      name: plural,
      args: { deleted: ['DeletedFilter', deleted] },
      selection: 'totalCount',
      takesInstant: true,
    };
  }

  /** The versions that a record has, or had at an instant, without their values. */
  timeline(type: EntityType): string {
    return `query Timeline($id: ID!, $first: Int, $after: String, $asOf: AsOf) {
  ${type.singular}(id: $id, deleted: INCLUDE, asOf: $asOf) {
    history(first: $first, after: $after) {
      nodes { ${versionHead} changes { field redacted } } ${pageInfo} totalCount
    }
  }
}`;
  }

  /** A version with what it changed, and the values of some fields. */
  version(type: EntityType, id: string, version: number, fields = type.fields): RootField {
    return {
      name: 'version',
      args: { id: ['ID!', id], version: ['Int!', version] },
      selection: `${versionHead} changes { field before after redacted } ... on ${type.name}Version { snapshot { ${this.record(fields)} } }`,
    };
  }

  /** What differs between two versions. */
  difference(id: string, from: number, to: number): RootField {
    return {
      name: 'diff',
      args: { id: ['ID!', id], from: ['Int!', from], to: ['Int!', to] },
      selection: 'field before after redacted',
    };
  }

  /** The trash, latest deletion first: what, who, when, why. */
  trash(): string {
    const labels = labelSelections(this.catalogue, ({ name }, label) => `... on ${name} { ${label} }`);
    return `query Trash($first: Int, $after: String, $last: Int, $before: String, $types: [String!], $asOf: AsOf) {
  trash(first: $first, after: $after, last: $last, before: $before, types: $types, asOf: $asOf) {
    nodes {
      deletedAt deletedBy ${actor} cascadeSize purgeAt
      entity { __typename id version ${labels} history(first: 1) { nodes { operation changeSet { id reason } } } }
    }
    ${pageInfo} totalCount
  }
}`;
  }

  /** Children of a record that were deleted, with the change sets that did it. */
  deletedChildren(type: EntityType, reference: EntityField): string {
    const { plural } = type;
    return `query Children($id: ID!, $first: Int, $asOf: AsOf) {
  ${plural}(first: $first, deleted: ONLY, filter: { ${reference.name}: { eq: $id } }, asOf: $asOf) {
    nodes { ${this.named(type)} version history(first: 1) { nodes { operation changeSet { id reason } } } } totalCount
  }
}`;
  }

  /** A mutation of one record: `create`, `update`, `delete`, `restore`, `revert` or `purge`. */
  change(verb: string, type: EntityType): string {
    return `mutation ${capitalized(verb)}($input: ${inputOf(verb, type)}!) {
  ${verb}${type.name}(input: $input) { ${type.singular} { id version deletedAt } changeSet { id } }
}`;
  }

  /** Several restorations as one operation, and so as one transaction. */
  restoreTogether(types: readonly EntityType[]): string {
    const variables = types.map((type, n) => `$i${n}: ${inputOf('restore', type)}!`);
    const fields = types.map(
      (type, n) => `r${n}: restore${type.name}(input: $i${n}) { ${type.singular} { id version } }`,
    );
    return `mutation Restore(${variables.join(', ')}) { ${fields.join(' ')} }`;
  }

  /** The fields of a record, and what its references and links are called. */
  private record(fields: readonly EntityField[]): string {
    return [bookkeeping, ...fields.flatMap((field) => this.field(field))].join(' ');
  }

  private field({ shownAs, kind, target }: EntityField): string[] {
    if (shownAs === null) return [];
    if (kind !== 'REFERENCE' && kind !== 'LINKS') return [shownAs];
    const type = this.catalogue.named(target ?? '');
    if (!type) return [`${shownAs} { id }`];
    return [`${shownAs}${kind === 'REFERENCE' ? '(includeDeleted: true)' : ''} { ${this.named(type)} }`];
  }

  /** What is needed to name a record. */
  private named(type: EntityType): string {
    return `id deletedAt ${this.catalogue.labelOf(type)?.shownAs ?? ''}`;
  }
}

/** Purging takes what deleting takes. */
function inputOf(verb: string, type: EntityType): string {
  return `${capitalized(verb === 'purge' ? 'delete' : verb)}${type.name}Input`;
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
