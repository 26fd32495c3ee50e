/** What a transaction saw, and by which name it can be asked for again. */
export interface Recording {
  readonly kind: 'token' | 'changeSet' | 'at';
  /** The token, the id of the change set, or the moment. */
  readonly name: string;
  /** Whose. */
  readonly tenant: string;
  /** A hash of all records with their links, as the tables had them. */
  readonly state: string;
}
