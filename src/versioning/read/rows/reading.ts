import type { EntityMetadata } from '@mikro-orm/core';

/** What of records is read; columns that are left unread are undefined in them. */
export interface Reading {
  /** The properties of an entity that nobody asks for, by name. */
  readonly unread: (meta: EntityMetadata) => ReadonlySet<string>;
  /** Whether somebody may ask for the cursors of lists. */
  readonly cursors: boolean;
}

const nothing: ReadonlySet<string> = new Set();

/** Reads all that may be read. */
export const readingAll: Reading = { unread: () => nothing, cursors: true };
