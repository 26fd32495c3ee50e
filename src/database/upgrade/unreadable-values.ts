import type { EntityMetadata } from '@mikro-orm/core';
import { escapeIdentifier } from 'pg';
import { readableChecks, SqlState } from '../../versioning/index.js';
import type { NewConstraint } from './new-constraint.js';

/** A table's columns hold only what the API can give. */
export const unreadableValues = (meta: EntityMetadata): NewConstraint[] =>
  readableChecks(meta).map(({ name, column, expression }) => ({
    name,
    violation: SqlState.checkViolation,
    breaches: `select id as named from ${escapeIdentifier(meta.tableName)} where not (${expression})`,
    advice: (count, named) =>
      `${count} rows hold in ${meta.tableName}.${column} what the API cannot give (ids ${named.join(', ')}): change them so that ${expression}`,
  }));
