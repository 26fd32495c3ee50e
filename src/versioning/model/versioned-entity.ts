import { type Opt, OptionalProps, raw } from '@mikro-orm/core';
import { PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { v7 as uuidv7 } from 'uuid';
import type { ProposedChange } from './proposed-change.js';
import { Timestamp } from '../values/timestamp.js';

type Bookkeeping =
  | 'version'
  | 'createdAt'
  | 'createdBy'
  | 'updatedAt'
  | 'updatedBy'
  | 'deletedAt'
  | 'deletedBy'
  | 'deletedIn';

/**
 * What every versioned record has. Subclasses are mapped with `@Versioned()`.
 * All of it is written by the history recorder and the database; setting it by hand has no effect that lasts.
 */
export abstract class VersionedEntity {
  [OptionalProps]?: Bookkeeping;

  /** UUIDv7, made by the server, so that ids sort by creation. */
  @PrimaryKey({ type: 'uuid' })
  id: Opt<string> = uuidv7();

  /** 1 for a new record, one more for each change: the number of its newest version. */
  @Property({ type: 'integer', version: true })
  version!: Opt<number>;

  // The statement's start, so that both columns of a new row agree; nobody else can have seen the row before it.
  @Property({ type: Timestamp, default: raw('statement_timestamp()') })
  createdAt!: Opt<string>;

  /** `KIND:id` of the actor; see Actor. */
  @Property({ type: 'text', nullable: true })
  createdBy?: Opt<string> | null;

  @Property({ type: Timestamp, default: raw('statement_timestamp()') })
  updatedAt!: Opt<string>;

  @Property({ type: 'text', nullable: true })
  updatedBy?: Opt<string> | null;

  /** Set while the record is deleted: the softDelete filter looks at this alone. */
  @Property({ type: Timestamp, nullable: true })
  deletedAt?: Opt<string> | null;

  @Property({ type: 'text', nullable: true })
  deletedBy?: Opt<string> | null;

  /** The change set that deleted it. */
  @Property({ type: 'uuid', nullable: true })
  deletedIn?: Opt<string> | null;

  /**
   * The entity's own rules, asked before any change of a record is written, whatever makes it: create, update, delete
   * (also of what an owner takes along), restore, revert, undo (told by what it does), a program's flush. The record has its new values. To be
   * overridden; what it throws is the caller's error, and nothing is changed.
   *
   *     override validate({ before, role }: ProposedChange<this>): void {
   *       if (this.stage === Stage.WON && before?.stage !== Stage.WON && role !== 'ADMIN')
   *         throw new DomainError('FORBIDDEN', 'Only administrators win deals.', { field: 'stage' });
   *     }
   */
  validate(_change: ProposedChange<this>): void | Promise<void> {}
}

/** The properties of {@link VersionedEntity}: they describe a version, they are not what a version is about. */
export const bookkeepingProperties: ReadonlySet<string> = new Set([
  'id',
  'version',
  'createdAt',
  'createdBy',
  'updatedAt',
  'updatedBy',
  'deletedAt',
  'deletedBy',
  'deletedIn',
]);
