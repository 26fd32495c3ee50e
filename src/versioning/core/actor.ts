/** The kinds of who that can change a record. */
export enum ActorKind {
  USER = 'USER',
  SERVICE = 'SERVICE',
  SYSTEM = 'SYSTEM',
  SQL = 'SQL',
}

/** Who changed something: a user of the application, a service, the system itself or a database role. */
export class Actor {
  constructor(
    readonly kind: ActorKind,
    readonly id: string,
  ) {}

  /** The form in which `created_by` and its like hold an actor: `USER:0192...`. */
  toString(): string {
    return `${this.kind}:${this.id}`;
  }

  /** The inverse of {@link toString}; null stays null. */
  static parse(text: string | null | undefined): Actor | null {
    if (text == null) return null;
    const colon = text.indexOf(':');
    return new Actor(text.slice(0, colon) as ActorKind, text.slice(colon + 1));
  }
}
