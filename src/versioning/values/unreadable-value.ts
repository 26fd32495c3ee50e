/** A stored value, written past the application, that its field's type does not have: `infinity` is no DateTime. */
export class UnreadableValueError extends Error {
  override readonly name = 'UnreadableValueError';
}

/**
 * Stands where such a value was read, so that it costs its own field and nothing beside it. JSON, in which diffs and
 * audit entries are told, has no such types and shows it as it is stored.
 */
export class UnreadableValue {
  /**
   * @param stored as PostgreSQL prints it, or the JSON value
   * @param required whether its field must have a value: an error there would take the whole list along
   */
  constructor(
    readonly stored: unknown,
    private readonly required: boolean,
  ) {}

  toJSON(): unknown {
    return this.stored;
  }

  /** Asked for by the types of GraphQL's own, which are numbers here. @throws UnreadableValueError */
  valueOf(): never {
    throw new UnreadableValueError('What is stored here is no number; it was written past the application.');
  }

  /**
   * What a field gives in its place: as it is stored where there must be something.
   *
   * @param type of the field, for the message
   * @throws UnreadableValueError where there may be nothing
   */
  instead<T>(type: string): T {
    if (this.required) return this.stored as T;
    throw new UnreadableValueError(`What is stored here is no ${type}; it was written past the application.`);
  }
}
