import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { type AccessWord, rolesFor } from '../../auth/access.js';
import type { Role } from '../../auth/role.js';
import {
  type DerivedChange,
  DomainError,
  type FieldValues,
  isRecordId,
  type LockAheadExtension,
  Operation,
  type RecordIds,
  Selection,
  type ValuesAhead,
  type VersionedClass,
} from '../../versioning/index.js';

/** What must be known of a mutation operation before its first field runs. */
export interface MutationInputs {
  /** Why, of the operation as a whole: the different reasons of its fields, a line each. */
  readonly reason: string | null;
  /** The ids of all records that are to be changed. */
  readonly named: readonly string[];
  /** The roles that may ask for a field, of each. */
  readonly access: readonly (readonly Role[])[];
  /** Records to lock ahead, by entity; empty where there is only one, and something comes before it. */
  readonly locks: RecordIds;
  /** What is going to be written; nothing where it is not to new records alone, and no record is locked ahead. */
  readonly written: readonly ValuesAhead[];
  /** Those of the locked records that are going to be deleted. */
  readonly deleted: RecordIds;
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
  const ids: IdsByEntity = new Map();
  const deleted: IdsByEntity = new Map();
  const written: ValuesAhead[] = [];
  let areNew = true;
  const transactions = new Map<boolean, string>();
  const selection = new Selection({ schema, document, operation, variables });
  const all = selection.roots();
  const fields = all.filter(({ definition }) => !definition.name.startsWith('__'));
  const alone = fields.find(({ definition }) => definition.extensions.alone === true)?.definition.name;
  for (const selected of fields) {
    const { definition: field } = selected;
    transactions.set(field.extensions.ownTransactions === true, field.name);
    const { input } = selection.arguments(selected) as { input?: Readonly<Record<string, unknown>> };
    const reason = input?.['reason'];
    // One of spaces alone says nothing.
    if (typeof reason === 'string' && reason.trim() !== '') reasons.add(reason);
    const makes = field.extensions.makes as DerivedChange | undefined;
    written.push(...writtenBy(makes, input));
    areNew &&= makes?.operation === Operation.CREATE;
    const locks = field.extensions.locks as LockAheadExtension | undefined;
    if (locks) {
      add(ids, locks, input);
      if (makes?.operation === Operation.DELETE) add(deleted, locks, input);
    }
  }
  const single = fields.length > 1 ? alone : undefined;
  const apart = single ?? (transactions.size > 1 ? transactions.get(true) : undefined);
  if (apart) throw new DomainError('BAD_USER_INPUT', `${apart} and other mutations cannot be one operation.`);
  const locks: IdsByEntity = all.length === 1 || countOf(ids) > 1 ? ids : new Map();
  return {
    access: fields.map(({ definition }) => rolesFor(definition.extensions.access as AccessWord[] | undefined)),
    reason: reasons.size > 0 ? [...reasons].join('\n') : null,
    named: [...ids.values()].flatMap((of) => [...of]).filter((id) => isRecordId(id)),
    written: areNew || locks.size > 0 ? written : [],
    locks,
    deleted: locks.size > 0 ? deleted : new Map(),
    ownTransactions: transactions.has(true),
  };
}

function writtenBy(
  makes: DerivedChange | undefined,
  input: Readonly<Record<string, unknown>> | undefined,
): ValuesAhead[] {
  if (!makes || makes.operation === Operation.DELETE) return [];
  const values = (makes.operation === Operation.CREATE ? input : input?.['patch']) as FieldValues | null | undefined;
  return values ? [{ entity: makes.entity, values, isNew: makes.operation === Operation.CREATE }] : [];
}

type IdsByEntity = Map<VersionedClass, Set<string>>;

/** Adds the ids that an input holds. */
function add(
  to: IdsByEntity,
  { entity, idFields }: LockAheadExtension,
  input: Readonly<Record<string, unknown>> | undefined,
): void {
  const ids = to.get(entity) ?? new Set();
  for (const id of idFields.flatMap((name) => input?.[name] ?? [])) if (typeof id === 'string') ids.add(id);
  to.set(entity, ids);
}

function countOf(ids: MutationInputs['locks']): number {
  return [...ids.values()].reduce((sum, of) => sum + of.size, 0);
}
