import type { Effect, Taken, Type } from './random-history.js';

/** A record as anybody would keep it who had no database. */
export interface ModelRecord {
  readonly type: Type;
  readonly id: string;
  readonly version: number;
  readonly values: Readonly<Record<string, unknown>>;
  /** The change set that deleted it. */
  readonly deletedIn: string | null;
  /** Whether it was deleted together with the record that it belongs to. */
  readonly takenAlong: boolean;
}

/** The records of one instant, by id. */
export type ModelState = ReadonlyMap<string, ModelRecord>;

/** Keeps what there was right after each change set, in memory. */
export class Model {
  readonly #states = new Map<string, ModelState>();
  readonly #first = new Map<string, ModelRecord['values']>();
  #present: ReadonlyMap<string, ModelRecord> = new Map();

  constructor(users: readonly { readonly id: string; readonly displayName: string }[]) {
    this.#present = new Map(
      users.map(({ id, displayName }) => [
        id,
        { type: 'User', id, version: 1, values: { displayName }, deletedIn: null, takenAlong: false },
      ]),
    );
  }

  /** Change sets in their order, and what there was right after each. */
  get states(): ReadonlyMap<string, ModelState> {
    return this.#states;
  }

  take({ changeSet, effects }: Taken): void {
    const state = new Map(this.#present);
    for (const effect of effects) this.#apply(state, effect, changeSet);
    this.#present = state;
    this.#states.set(changeSet, state);
  }

  #apply(state: Map<string, ModelRecord>, effect: Effect, changeSet: string): void {
    const { id, type } = effect;
    if (effect.kind === 'create') {
      this.#first.set(id, effect.values);
      state.set(id, { type, id, version: 1, values: effect.values, deletedIn: null, takenAlong: false });
      return;
    }
    const record = state.get(id)!;
    const owned = [...state.values()].filter(({ values }) => values['postId'] === id);
    const change = (changed: ModelRecord, to: Partial<ModelRecord>) =>
      state.set(changed.id, { ...changed, ...to, version: changed.version + 1 });
    switch (effect.kind) {
      case 'update': {
        const values = { ...record.values, ...effect.values };
        const unseen = tagIdsOf(record).filter((tag) => state.get(tag)!.deletedIn !== null);
        // Whoever sets links does not see those to what is deleted, and keeps them.
        if (effect.values['tagIds']) values['tagIds'] = [...new Set([...tagIdsOf({ values }), ...unseen])];
        change(record, { values });
        break;
      }
      case 'revert':
        change(record, { values: { ...this.#first.get(id)! } });
        break;
      case 'delete':
        for (const one of [record, ...owned.filter(({ deletedIn }) => deletedIn === null)])
          change(one, { deletedIn: changeSet, takenAlong: one !== record });
        break;
      case 'restore':
        for (const one of [record, ...owned.filter(({ deletedIn }) => deletedIn === record.deletedIn)])
          change(one, { deletedIn: null, takenAlong: false });
        break;
      case 'purge':
        for (const one of [record, ...owned]) state.delete(one.id);
        // Links to what is gone go, too.
        for (const post of state.values()) {
          const tagIds = tagIdsOf(post);
          if (tagIds.includes(id))
            change(post, { values: { ...post.values, tagIds: tagIds.filter((tag) => tag !== id) } });
        }
        break;
    }
  }
}

function tagIdsOf({ values }: Pick<ModelRecord, 'values'>): readonly string[] {
  return (values['tagIds'] ?? []) as string[];
}
