/** What becomes of a field that others have changed since, or that cannot be put back: it stays, or takes its former value. */
export enum UndoChoice {
  PRESENT = 'PRESENT',
  FORMER = 'FORMER',
}

/** A decision about one field of one record. */
export interface UndoResolution {
  readonly entityId: string;
  /** As conflicts name it: a field, `deletedAt`, or what an owner calls its children. */
  readonly field: string;
  readonly keep: UndoChoice;
}

/** What is to be undone. */
export interface UndoRequest {
  /** The id of a change set. */
  readonly changeSet: string;
  /** The records to which undoing is narrowed; all that the change set changed where absent. */
  readonly only?: readonly string[] | null;
  readonly resolutions?: readonly UndoResolution[] | null;
}
