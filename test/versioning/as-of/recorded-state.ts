import type { SchemaEntity } from './schema-entity.js';

/** A record as everybody saw it while it was the present. */
export interface StateRecord {
  readonly id: string;
  readonly version: number;
  readonly isDeleted: boolean;
  /** As the API gave them, by field. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The ids of what it referred to, by property. */
  readonly references: Readonly<Record<string, string | null>>;
  /** The ids of the living records that it was linked to, by field. */
  readonly links: Readonly<Record<string, readonly string[]>>;
}

/** Names of an instant, as `asOf` takes them. */
export type InstantNames = Readonly<Record<'changeSet' | 'snapshot' | 'at', string>>;

export interface TrashPage {
  readonly totalCount: number;
  readonly nodes: readonly { readonly entity: { readonly type: string; readonly id: string } }[];
}

/** What there was, as it was read while it was the present. */
export class RecordedState {
  readonly #byId: ReadonlyMap<string, StateRecord>;

  constructor(
    readonly names: InstantNames,
    readonly trash: TrashPage,
    private readonly records: ReadonlyMap<string, readonly StateRecord[]>,
  ) {
    this.#byId = new Map([...records.values()].flat().map((record) => [record.id, record]));
  }

  /** The records of an entity, in the order of their ids. */
  of(type: string): readonly StateRecord[] {
    return this.records.get(type) ?? [];
  }

  /** A record, deleted or not. */
  find(id: string | null | undefined): StateRecord | undefined {
    return id == null ? undefined : this.#byId.get(id);
  }
}

/** Asks as one organization. */
export type Ask = <Data>(query: string, variables?: Record<string, unknown>) => Promise<Data>;

/** GraphQL: what is told of a trash at any instant. */
export const trashFields =
  'totalCount nodes { deletedAt deletedBy { kind id } cascadeSize entity { type: __typename id ... on Versioned { version } } }';

type Row = Readonly<Record<string, unknown>> & { readonly id: string; readonly version: number };

interface Present extends Readonly<Record<string, unknown>> {
  readonly changeSets: { readonly nodes: readonly { readonly id: string }[] };
  readonly snapshot: { readonly token: string; readonly at: string };
  readonly trash: TrashPage;
}

/** Reads all that there is now. */
export async function recordState(ask: Ask, entities: readonly SchemaEntity[]): Promise<RecordedState> {
  const lists = entities.map(
    (entity) => `list${entity.name}: ${entity.many}(first: 100, deleted: INCLUDE) { nodes { ${fieldsOf(entity)} } }`,
  );
  const present = await ask<Present>(
    `{ changeSets(first: 1) { nodes { id } } snapshot { token at } trash(first: 100) { ${trashFields} } ${lists.join(' ')} }`,
  );
  const { changeSets, snapshot, trash } = present;
  const names = { changeSet: changeSets.nodes[0]!.id, snapshot: snapshot.token, at: snapshot.at };
  const records = entities.map((entity) => {
    const { nodes } = present[`list${entity.name}`] as { nodes: readonly Row[] };
    return [entity.name, nodes.map((row) => recordOf(entity, row))] as const;
  });
  return new RecordedState(names, trash, new Map(records));
}

function fieldsOf({ values, references, links }: SchemaEntity): string {
  return [
    ...values.keys(),
    ...references.map(({ field }) => `${field}(includeDeleted: true) { id }`),
    ...links.map(({ field }) => `${field} { id }`),
  ].join(' ');
}

function recordOf(entity: SchemaEntity, row: Row): StateRecord {
  const idOf = (of: unknown) => (of as { id: string } | null)?.id ?? null;
  return {
    id: row.id,
    version: row.version,
    isDeleted: row['deletedAt'] !== null,
    values: Object.fromEntries([...entity.values.keys()].map((name) => [name, row[name]])),
    references: Object.fromEntries(entity.references.map(({ field, by }) => [by, idOf(row[field])])),
    links: Object.fromEntries(
      entity.links.map(({ field }) => [field, (row[field] as { id: string }[]).map(({ id }) => id)]),
    ),
  };
}
