import type { Actor } from './actor.js';
import type { ChangeSource, Operation } from './operation.js';

/** A change that is about to be written, as the rules of an entity see it: `validate` of {@link VersionedEntity}. */
export interface ProposedChange<T> {
  readonly operation: Operation;
  /** The record as it is stored, without sensitive values; null for a new one. */
  readonly before: T | null;
  /** Who makes the change. */
  readonly actor: Actor;
  /**
   * The role the actor has, as the application names its roles; null for work that has none, such as the command
   * line's.
   */
  readonly role: string | null;
  readonly source: ChangeSource;
  readonly reason: string | null;
  /**
   * Other living records by their ids, as they stand in this transaction. What a rule has read can change until the
   * commit.
   */
  find<R extends object>(entity: new () => R, ids: readonly string[]): Promise<ReadonlyMap<string, R>>;
  /** The ids that the record will be linked to through a many-to-many property. */
  linkedIds(property: string): Promise<readonly string[]>;
}
