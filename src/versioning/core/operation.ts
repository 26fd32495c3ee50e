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
