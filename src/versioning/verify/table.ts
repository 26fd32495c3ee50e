import type { EntityMetadata } from '@mikro-orm/core';

/** What a pass is about: a table, that may be gone. */
export type Table = Pick<EntityMetadata, 'tableName'>;
