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

  /**
   * The inverse of {@link toString}; null stays null. What is not in its form only SQL can have written, and is told as its
   * word, as it stands.
   */
  static parse(text: string | null | undefined): Actor | null {
    if (text == null) return null;
    const [, kind, id] = /^([A-Z]+):([^]*)$/.exec(text) ?? [];
    return isActorKind(kind) ? new Actor(kind, id!) : new Actor(ActorKind.SQL, text);
  }
}

function isActorKind(word: string | undefined): word is ActorKind {
  return word !== undefined && word in ActorKind;
}
