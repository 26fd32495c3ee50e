import { type Answer, type AnswerError, dataOf } from '../support/graphql-client.js';
import type { Subject } from './subject.js';
import type { Values, World } from './world.js';

/** A record as it is answered: what every record has, and its state in the form of an input. */
export interface SubjectRecord {
  readonly id: string;
  readonly version: number;
  readonly createdAt: string;
  readonly createdBy: Values | null;
  readonly updatedAt: string;
  readonly updatedBy: Values | null;
  readonly deletedAt: string | null;
  readonly deletedBy: Values | null;
  readonly state: Values;
}

export interface Changed extends SubjectRecord {
  readonly changeSet: string | null;
}

type Change = 'create' | 'update' | 'delete' | 'restore' | 'revert' | 'purge';

const actor = '{ id kind }';
const bookkeeping = `id version createdAt createdBy ${actor} updatedAt updatedBy ${actor} deletedAt deletedBy ${actor}`;

/** The records of one entity, changed and read through the API as any client would. */
export class Records {
  /** GraphQL: all fields of a record. */
  readonly selection: string;

  constructor(
    readonly world: World,
    readonly subject: Subject,
  ) {
    const fields = subject.fields.map(({ kind, property }) => {
      if (kind === 'value') return property;
      return kind === 'links' ? `${property} { id }` : `${property}(includeDeleted: true) { id }`;
    });
    this.selection = [bookkeeping, ...fields].join(' ');
  }

  /** The document of one change, its answer under `payload`. */
  document(change: Change): string {
    const { type, one } = this.subject;
    const name = `${change}${type}`;
    // A purge takes what a deletion takes.
    const of = change === 'purge' ? 'delete' : change;
    const Input = `${of[0]!.toUpperCase()}${of.slice(1)}${type}Input`;
    return `mutation ($input: ${Input}!) { payload: ${name}(input: $input) { ${one} { ${this.selection} } changeSet { id } } }`;
  }

  send(change: Change, input: Values): Promise<Answer<{ payload: Record<string, Values | null> }>> {
    return this.world.send(this.document(change), { input });
  }

  /** Makes a change that must succeed. */
  async change(change: Change, input: Values): Promise<Changed> {
    const { payload } = dataOf(await this.send(change, input));
    const record = this.recordOf(payload[this.subject.one] as Values);
    return { ...record, changeSet: (payload.changeSet as { id: string } | null)?.id ?? null };
  }

  /** Makes a change that must be refused, with nothing written; answers the error. */
  async refused(change: Change, input: Values): Promise<AnswerError> {
    const before = await this.world.ledger();
    const { data, errors, body } = await this.send(change, input);
    const [error] = errors;
    if (data != null || !error || errors.length > 1)
      throw new Error(`The server should have refused and answered ${body}`);
    if ((await this.world.ledger()) !== before) throw new Error('A refused change has written something.');
    return error;
  }

  async create(values?: Values): Promise<Changed> {
    return this.change('create', values ?? (await this.world.sample(this.subject)));
  }

  update(id: string, expectedVersion: number, patch: Values): Promise<Changed> {
    return this.change('update', { id, expectedVersion, patch });
  }

  /** Changes all fields. */
  async touch(id: string, expectedVersion: number): Promise<Changed> {
    return this.update(id, expectedVersion, await this.world.sample(this.subject));
  }

  delete(id: string, expectedVersion: number): Promise<Changed> {
    return this.change('delete', { id, expectedVersion });
  }

  restore(id: string, expectedVersion: number, patch?: Values): Promise<Changed> {
    return this.change('restore', { id, expectedVersion, ...(patch && { patch }) });
  }

  revert(id: string, expectedVersion: number, toVersion: number): Promise<Changed> {
    return this.change('revert', { id, expectedVersion, toVersion });
  }

  purge(id: string, expectedVersion: number): Promise<Changed> {
    return this.change('purge', { id, expectedVersion });
  }

  async read(id: string, deleted = 'EXCLUDE'): Promise<SubjectRecord | null> {
    const { record } = await this.world.ask<{ record: Values | null }>(
      `query ($id: ID!) { record: ${this.subject.one}(id: $id, deleted: ${deleted}) { ${this.selection} } }`,
      { id },
    );
    return record && this.recordOf(record);
  }

  /** The ids and the size of the whole list. */
  async list(deleted = 'EXCLUDE'): Promise<{ ids: string[]; totalCount: number }> {
    const ids: string[] = [];
    let totalCount = 0;
    for (let after: string | null = null, more = true; more;) {
      const { page }: { page: Page } = await this.world.ask(
        `query ($after: String) { page: ${this.subject.many}(first: 100, after: $after, deleted: ${deleted}) {
          totalCount nodes { id } pageInfo { hasNextPage endCursor }
        } }`,
        { after },
      );
      ids.push(...page.nodes.map((node) => node.id));
      ({ totalCount } = page);
      ({ hasNextPage: more, endCursor: after } = page.pageInfo);
    }
    return { ids, totalCount };
  }

  recordOf(answered: Values): SubjectRecord {
    const { id, version, createdAt, createdBy, updatedAt, updatedBy, deletedAt, deletedBy } =
      answered as never as SubjectRecord;
    return {
      id,
      version,
      createdAt,
      createdBy,
      updatedAt,
      updatedBy,
      deletedAt,
      deletedBy,
      state: this.stateOf(answered),
    };
  }

  /** The fields of an answer in the form of an input. */
  stateOf(answered: Values): Values {
    const state = this.subject.fields.map(({ name, kind, property }) => {
      const value = answered[property];
      if (kind === 'reference') return [name, (value as Link | null)?.id ?? null];
      return [name, kind === 'links' ? (value as Link[]).map((link) => link.id).toSorted() : value];
    });
    return Object.fromEntries(state) as Values;
  }
}

/** A change's answer as the record reads. */
export function withoutChangeSet(changed: Changed): SubjectRecord {
  const { changeSet: _, ...record } = changed;
  return record;
}

interface Link {
  readonly id: string;
}

interface Page {
  readonly totalCount: number;
  readonly nodes: readonly Link[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}
