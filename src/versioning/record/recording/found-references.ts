/** What was looked up of the records that changes refer to. */
export interface FoundReferences {
  readonly asked: ReadonlySet<string>;
  /** Whether they are living, by id; those that are not there are left out. */
  readonly living: ReadonlyMap<string, boolean>;
}
