import { ChangeSetType } from '@mikro-orm/core';

/** What a version did to its record. Stored as the word, never as a number. */
export enum Operation {
  CREATE = 'CREATE',
  UPDATE = 'UPDATE',
  DELETE = 'DELETE',
  RESTORE = 'RESTORE',
  REVERT = 'REVERT',
  UNDO = 'UNDO',
}

/** From where a change set came. */
export enum ChangeSource {
  API = 'API',
  CLI = 'CLI',
  SQL = 'SQL',
}

/** What a change of the ORM's is, where nobody says that it means something else. */
export function operationOf(type: ChangeSetType): Operation {
  if (type === ChangeSetType.CREATE) return Operation.CREATE;
  return isDeletion(type) ? Operation.DELETE : Operation.UPDATE;
}

/** DELETE_EARLY (delete and re-create under one key in one flush) would otherwise be a physical delete. */
export function isDeletion(type: ChangeSetType): boolean {
  return type === ChangeSetType.DELETE || type === ChangeSetType.DELETE_EARLY;
}
