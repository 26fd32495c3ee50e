import type { GraphQLField } from 'graphql';
import { Extensions } from 'type-graphql';
import type { VersionedClass } from '../../model/map-versioned.js';

/** What the resolver of a field reads, for those who read it ahead. */
export type FieldReads =
  | { readonly kind: 'record' | 'list'; readonly entity: VersionedClass }
  | { readonly kind: 'reference'; readonly property: string; readonly target: () => VersionedClass }
  | {
      readonly kind: 'links';
      readonly entity: VersionedClass;
      readonly property: string;
      readonly target: () => VersionedClass;
    }
  | { readonly kind: 'children'; readonly entity: VersionedClass; readonly reference: () => string }
  /** Nothing by itself: who did something to a record is told from what the record holds. */
  | { readonly kind: 'actor'; readonly property: string }
  /** Of an actor: the record of the user that it is, as `byId` gives it, deleted or not, and nothing below. */
  | { readonly kind: 'user'; readonly entity: VersionedClass }
  /** What the program knows by itself. */
  | { readonly kind: 'nothing' }
  | {
      readonly kind:
        | 'history'
        | 'history of'
        | 'node'
        | 'snapshot token'
        | 'maker'
        | 'version of'
        | 'change set'
        | 'change set of'
        | 'change sets'
        | 'versions in'
        | 'undoes'
        | 'undone by'
        | 'changes'
        | 'names'
        | 'snapshot'
        | 'trash';
    };

/** Says of a field what its resolver reads. A resolver that reads something else after all is answered by the database. */
export function Reads(reads: FieldReads): MethodDecorator & PropertyDecorator {
  return Extensions({ reads });
}

/** What {@link Reads} says of a field. */
export function readsOf(field: GraphQLField<unknown, unknown>): FieldReads | undefined {
  return field.extensions['reads'] as FieldReads | undefined;
}

const pages = ['after', 'before'];

/** By kind, arguments whose values only stand in statements: of whatever text they are, the statement is the same. */
const bound: Partial<Record<FieldReads['kind'], readonly string[]>> = {
  record: ['id', 'asOf'],
  node: ['id', 'asOf'],
  list: [...pages, 'filter', 'asOf'],
  children: pages,
  history: pages,
  'history of': ['id', ...pages],
  'version of': ['id'],
  'change set of': ['id'],
  'change sets': pages,
  'versions in': pages,
};

/** The arguments of a field that decide nothing of the statements that it reads by. */
export function boundArgumentsOf(field: GraphQLField<unknown, unknown>): readonly string[] {
  const reads = readsOf(field);
  return (reads && bound[reads.kind]) ?? [];
}
