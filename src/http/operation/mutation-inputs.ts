import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { type AccessWord, rolesFor } from '../../auth/access.js';
import type { Role } from '../../auth/role.js';
import {
  type DeletionAhead,
  type DerivedChange,
  DomainError,
  type FieldValues,
  type Intended,
  isRecordId,
  type LockAheadExtension,
  Operation,
  type RecordIds,
  Selection,
  type ValuesAhead,
  type VersionedClass,
} from '../../versioning/index.js';

/** What must be known of a mutation operation before its first field runs. */
export interface MutationInputs extends Intended {
  /** Why, of the operation as a whole: the different reasons of its fields, a line each. */
  readonly reason: string | null;
  /** The ids of all records that are to be changed. */
  readonly named: readonly string[];
  /** The roles that may ask for a field, of each. */
  readonly access: readonly (readonly Role[])[];
  /** Records to lock ahead, by entity; empty where there is only one, and something comes before it. */
  readonly locks: RecordIds;
  /**
   * It works in transactions of its own, as signing in does: one around them would hold a second connection for
   * nothing, and many such operations at once would wait for each other.
   */
  readonly ownTransactions: boolean;
}

/**
 * Reads reasons and ids out of the inputs of all fields of a mutation. Fields whose arguments do not fit fail later, on
 * their own.
 *
 * @param variables the coerced ones
 * @throws DomainError BAD_USER_INPUT where fields with transactions, or a change set, of their own stand beside others
 */
export function mutationInputs(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): MutationInputs {
  const reasons = new Set<string>();
  const ids = new Map<VersionedClass, Set<string>>();
  const changes: [DerivedChange | undefined, Input][] = [];
  const transactions = new Map<boolean, string>();
  const selection = new Selection({ schema, document, operation, variables });
  const all = selection.roots();
  const fields = all.filter(({ definition }) => !definition.name.startsWith('__'));
  const alone = fields.find(({ definition }) => definition.extensions.alone === true)?.definition.name;
  for (const selected of fields) {
    const { definition: field } = selected;
    transactions.set(field.extensions.ownTransactions === true, field.name);
    const { input } = selection.arguments(selected) as { input?: Input };
    const reason = input?.['reason'];
    // One of spaces alone says nothing.
    if (typeof reason === 'string' && reason.trim() !== '') reasons.add(reason);
    changes.push([field.extensions.makes as DerivedChange | undefined, input]);
    const locks = field.extensions.locks as LockAheadExtension | undefined;
    if (locks) {
      const of = ids.get(locks.entity) ?? new Set();
      for (const id of idsIn(input, locks)) of.add(id);
      ids.set(locks.entity, of);
    }
  }
  const single = fields.length > 1 ? alone : undefined;
  const apart = single ?? (transactions.size > 1 ? transactions.get(true) : undefined);
  if (apart) throw new DomainError('BAD_USER_INPUT', `${apart} and other mutations cannot be one operation.`);
  const locks = all.length === 1 || countOf(ids) > 1 ? ids : new Map<VersionedClass, Set<string>>();
  return {
    access: fields.map(({ definition }) => rolesFor(definition.extensions.access as AccessWord[] | undefined)),
    reason: reasons.size > 0 ? [...reasons].join('\n') : null,
    named: [...ids.values()].flatMap((of) => [...of]).filter((id) => isRecordId(id)),
    locks,
    ...intendedBy(changes, locks.size > 0),
    ownTransactions: transactions.has(true),
  };
}

/** Nothing where changes are of several kinds: they are made one by one, and what is known ahead of the first is old by the next. */
function intendedBy(changes: readonly [DerivedChange | undefined, Input][], areLocked: boolean): Intended {
  const [operation, ...others] = new Set(changes.map(([makes]) => makes?.operation));
  const isNew = operation === Operation.CREATE;
  if (others.length > 0 || operation === undefined || !(isNew || areLocked)) return { written: [], deleted: [] };
  const written: ValuesAhead[] = [];
  const deleted: DeletionAhead[] = [];
  for (const [makes, input] of changes) {
    const { entity } = makes!;
    const { id, expectedVersion, patch } = (input ?? {}) as Partial<Record<string, unknown>>;
    const values = (isNew ? input : patch) as FieldValues | null | undefined;
    if (values) written.push({ entity, values, isNew });
    if (operation === Operation.DELETE && typeof id === 'string' && typeof expectedVersion === 'number') {
      deleted.push({ entity, id, expectedVersion });
    }
  }
  return { written, deleted };
}

type Input = Readonly<Record<string, unknown>> | undefined;

function idsIn(input: Input, { idFields }: LockAheadExtension): string[] {
  return idFields.flatMap((name) => input?.[name] ?? []).filter((id) => typeof id === 'string');
}

function countOf(ids: MutationInputs['locks']): number {
  return [...ids.values()].reduce((sum, of) => sum + of.size, 0);
}
