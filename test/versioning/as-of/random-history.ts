import fc from 'fast-check';
import { dataOf } from '../../support/graphql-client.js';
import type { TestOrganization, TestServer } from '../../support/test-server.js';

/** What a step does; the numbers choose among what is there. */
export interface Step {
  readonly kind:
    | 'post'
    | 'comment'
    | 'tag'
    | 'edit'
    | 'retag'
    | 'move'
    | 'rename'
    | 'delete'
    | 'restore'
    | 'purge'
    | 'revert'
    | 'together';
  readonly a: number;
  readonly b: number;
}

const number = fc.nat(1_000_000);

/** Histories of posts with their comments and tags, and of their authors. */
export function steps(most: number): fc.Arbitrary<Step[]> {
  const kind = fc.constantFrom<Step['kind']>(
    'post',
    'post',
    'comment',
    'comment',
    'tag',
    'edit',
    'edit',
    'retag',
    'move',
    'rename',
    'delete',
    'delete',
    'restore',
    'purge',
    'revert',
    'together',
  );
  return fc.array(fc.record({ kind, a: number, b: number }), { minLength: most, maxLength: most });
}

export type Type = 'Post' | 'Comment' | 'Tag' | 'User';

type Values = Readonly<Record<string, unknown>>;

/** What a change set did, as whoever asked for it knows it. */
export type Effect =
  | { readonly kind: 'create' | 'update'; readonly type: Type; readonly id: string; readonly values: Values }
  | { readonly kind: 'delete' | 'restore' | 'purge' | 'revert'; readonly type: Type; readonly id: string };

/** A change set, and what it did. */
export interface Taken {
  readonly changeSet: string;
  readonly effects: readonly Effect[];
}

interface Known {
  readonly type: Type;
  readonly id: string;
  version: number;
  deleted: boolean;
}

const titles = ['ash', 'birch', 'cedar', 'elm', 'fir'];

/** Makes steps happen, by mutations of the API. */
export class RandomHistory {
  readonly #known: Known[] = [];
  #made = 0;

  constructor(
    private readonly server: TestServer,
    private readonly organization: TestOrganization,
  ) {
    for (const id of Object.values(organization.users)) this.#keep('User', id);
  }

  get ids(): { posts: string[]; users: string[] } {
    const of = (type: Type) => this.#known.filter((known) => known.type === type).map(({ id }) => id);
    return { posts: of('Post'), users: of('User') };
  }

  /** @returns undefined where nothing could be done */
  async take({ kind, a, b }: Step): Promise<Taken | undefined> {
    await this.#refresh();
    const post = this.#one('Post', a, false);
    const [tags, tag] = [[a, b].flatMap((n) => this.#one('Tag', n, false)?.id ?? []), this.#one('Tag', a, false)];
    const author = this.#one('User', b, false)!.id;
    switch (kind) {
      case 'post':
        return this.#create('Post', this.#post(a, author, [...new Set(tags)]));
      case 'tag':
        return this.#create('Tag', { name: `tag ${(this.#made += 1)}` });
      case 'comment':
        return post && this.#create('Comment', { body: titles[b % 5], postId: post.id, authorId: author });
      case 'edit':
        return post && this.#update(post, { title: titles[b % 5], publishedAt: b % 2 ? moment(b) : null });
      case 'retag':
        return post && this.#update(post, { tagIds: [...new Set(tags)], authorId: b % 3 ? author : null });
      case 'rename':
        return tag && b % 2
          ? this.#update(tag, { name: `tag ${(this.#made += 1)}` })
          : this.#update(this.#one('User', a, false)!, { displayName: `${titles[b % 5]} ${b}` });
      case 'move': {
        const comment = this.#one('Comment', b, false);
        return post && comment && this.#update(comment, { postId: post.id });
      }
      case 'delete': {
        const living = this.#known.filter(({ type, deleted }) => type !== 'User' && !deleted);
        return this.#existing('delete', living[a % living.length]);
      }
      case 'restore':
        return this.#existing('restore', this.#deleted(a));
      case 'purge':
        return this.#existing('purge', this.#deleted(b));
      case 'revert':
        return post && this.#existing('revert', post, { toVersion: 1 });
      case 'together':
        return this.#together(a, author);
    }
  }

  /** Several records in one transaction. */
  async #together(n: number, author: string): Promise<Taken> {
    const [first, second] = [this.#post(n, author, []), this.#post(n + 1, author, [])];
    const query = `mutation($a: CreatePostInput!, $b: CreatePostInput!) {
      a: createPost(input: $a) { post { id } changeSet { id } } b: createPost(input: $b) { post { id } } }`;
    const answer = await this.#ask<Record<'a' | 'b', { post: { id: string }; changeSet: { id: string } }>>(query, {
      a: first,
      b: second,
    });
    const { a, b } = dataOf(answer);
    for (const { post } of [a, b]) this.#keep('Post', post.id);
    const effects = [
      { kind: 'create', type: 'Post', id: a.post.id, values: first },
      { kind: 'create', type: 'Post', id: b.post.id, values: second },
    ] as const;
    return { changeSet: a.changeSet.id, effects };
  }

  #post(n: number, authorId: string, tagIds: readonly string[]): Values {
    const slug = `s${(this.#made += 1)}`;
    const status = n % 2 ? 'DRAFT' : 'PUBLISHED';
    return {
      title: titles[n % 5],
      slug,
      body: `b${n}`,
      status,
      publishedAt: n % 3 ? moment(n) : null,
      authorId,
      tagIds,
    };
  }

  #one(type: Type, n: number, deleted: boolean): Known | undefined {
    const found = this.#known.filter((known) => known.type === type && known.deleted === deleted);
    return found[n % found.length];
  }

  #deleted(n: number): Known | undefined {
    const found = this.#known.filter(({ deleted }) => deleted);
    return found[n % found.length];
  }

  #keep(type: Type, id: string): void {
    this.#known.push({ type, id, version: 1, deleted: false });
  }

  async #create(type: Type, input: Values): Promise<Taken> {
    const one = type.toLowerCase();
    const query = `mutation($input: Create${type}Input!) { made: create${type}(input: $input) { record: ${one} { id } changeSet { id } } }`;
    const { made } = dataOf(
      await this.#ask<{ made: { record: { id: string }; changeSet: { id: string } } }>(query, { input }),
    );
    this.#keep(type, made.record.id);
    return { changeSet: made.changeSet.id, effects: [{ kind: 'create', type, id: made.record.id, values: input }] };
  }

  async #update(known: Known, values: Values): Promise<Taken | undefined> {
    return this.#existing('update', known, { patch: values });
  }

  /** What the API refuses, such as a restoration below what is deleted, does not happen. */
  async #existing(
    kind: Exclude<Effect['kind'], 'create'>,
    known: Known | undefined,
    more: { readonly patch?: Values; readonly toVersion?: number } = {},
  ): Promise<Taken | undefined> {
    if (!known) return undefined;
    const { type, id, version } = known;
    const inputType = { update: 'Update', restore: 'Restore', revert: 'Revert' }[kind as string] ?? 'Delete';
    const query = `mutation($input: ${inputType}${type}Input!) { made: ${kind}${type}(input: $input) { changeSet { id } } }`;
    const input = { id, expectedVersion: version, ...more };
    const { data } = await this.#ask<{ made: { changeSet: { id: string } | null } }>(query, { input });
    const changeSet = data?.made.changeSet?.id;
    if (changeSet === undefined) return undefined;
    const effect: Effect = kind === 'update' ? { kind, type, id, values: more.patch! } : { kind, type, id };
    return { changeSet, effects: [effect] };
  }

  /** Deletions take others along, purges too. */
  async #refresh(): Promise<void> {
    const asked = this.#known.map(
      ({ type, id }, n) => `r${n}: ${type.toLowerCase()}(id: "${id}", deleted: INCLUDE) { version deletedAt }`,
    );
    const found = dataOf(
      await this.#ask<Record<string, { version: number; deletedAt: string | null } | null>>(`{ ${asked.join(' ')} }`),
    );
    const there = this.#known.flatMap((known, n) => {
      const record = found[`r${n}`];
      return record ? [{ ...known, version: record.version, deleted: record.deletedAt !== null }] : [];
    });
    this.#known.splice(0, this.#known.length, ...there);
  }

  #ask<Data>(query: string, variables: Record<string, unknown> = {}) {
    return this.server.graphql<Data>(query, variables, this.organization.tokens.ADMIN);
  }
}

function moment(n: number): string {
  return `2026-01-0${1 + (n % 3)}T00:00:00.000000Z`;
}
