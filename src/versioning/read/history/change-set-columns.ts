import { type RawBuilder, sql } from 'kysely';
import { isOwn } from '../../session/own-rows.js';
import { ChangeSet } from '../../store/change-set.js';
import { SealedChangeSet } from '../../store/sealed-change-set.js';
import { StoredColumns } from '../../store/stored-columns.js';
import type { RawRow } from '../statements/read-statement.js';
import type { ChangeSetRow } from './change-set-row.js';

/** The columns of change sets that are read. */
export class ChangeSetColumns {
  readonly #columns;
  readonly #seal;

  /** @param prefix of their names in a row, where it has others besides */
  constructor(prefix = '') {
    this.#columns = new StoredColumns(
      ChangeSet,
      ['id', 'actorKind', 'actorId', 'reason', 'requestId', 'operationName', 'source', 'undoes', 'recordedAt'],
      prefix,
    );
    this.#seal = new StoredColumns(SealedChangeSet, ['committedAt'], prefix);
  }

  /** SQL: those of an alias. */
  select(alias: string): RawBuilder<unknown> {
    const sealed = sql`s.change_set_id = ${sql.ref(`${alias}.id`)}`;
    return sql`${this.#columns.select(alias)}, (
      select ${this.#seal.select('s')} from sealed_change_set s where ${isOwn('s')} and ${sealed})`;
  }

  /** SQL: those of one that is just being written, and so has no place in the order of commit. */
  selectUnsealed(alias: string): RawBuilder<unknown> {
    return this.#columns.select(alias);
  }

  decode(row: RawRow): ChangeSetRow {
    return { ...this.#stored(row), ...this.#seal.decode(row) };
  }

  decodeUnsealed(row: RawRow): ChangeSetRow {
    return { ...this.#stored(row), committedAt: null };
  }

  #stored(row: RawRow): Omit<ChangeSetRow, 'committedAt'> {
    const { undoesId: undoes, ...read } = this.#columns.decode(row);
    return { ...read, undoes };
  }
}
