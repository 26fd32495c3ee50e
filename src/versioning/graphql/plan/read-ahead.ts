import type { EntityMetadata } from '@mikro-orm/core';
import type { DeletedFilter } from '../../read/lists/deleted-filter.js';
import { type Instant, instantKey } from '../../read/instants/instant.js';
import type { PageRequest } from '../../read/lists/page.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import type { Join, PageAhead } from './page-ahead.js';
import type { PastReads } from './past-reads.js';
import { Unplanned } from './unplanned.js';

/**
 * What has been read for an operation before its fields are executed, under the names by which they will ask. What is not
 * here has not been read, which says nothing of whether it is there.
 */
export class ReadAhead {
  readonly #found = new Map<string, Map<string, unknown>>();
  #isMissing = false;

  /** Whether somebody has asked for what was not read: what has been answered until then is of no use. */
  get isMissing(): boolean {
    return this.#isMissing;
  }

  /** To be called where something is asked that cannot be read any more. @throws Unplanned */
  miss(what: string): never {
    this.#isMissing = true;
    throw new Unplanned(what);
  }

  /** @param value null where it was looked for and is not there; an error where it cannot be told, whoever else finds nothing */
  keep(name: string, key: string, value: unknown): void {
    let found = this.#found.get(name);
    if (!found) this.#found.set(name, (found = new Map()));
    if (!(found.get(key) instanceof Error)) found.set(key, value);
  }

  /** @param join tells what is known of an item that was kept before; absent: it was read as a whole */
  keepPage<T>(name: string, key: string, page: PageAhead<T>, join: Join<T> = (one) => one): void {
    const known = this.find(name, key) as PageAhead<T> | Error | undefined;
    if (known && !(known instanceof Error)) known.add(page, join);
    else this.keep(name, key, page);
  }

  /** @returns undefined where it has not been read */
  find(name: string, key: string): unknown {
    return this.#found.get(name)?.get(key);
  }
}

export const changeSetKey = 'change set';
export const undoneByKey = 'undone by';
export const headerKey = 'version';
export const snapshotKey = 'snapshot token';

export function selectedKey(entity: VersionedClass, deleted: DeletedFilter, instant: Instant | null): string {
  return instant
    ? `selected ${entity.name} ${deleted} ${instantKey(instant)}`
    : presentKey(entity, deleted, () => `selected ${entity.name} ${deleted} now`);
}

/** Of a record as a whole. */
export function recordKey(entity: VersionedClass, deleted: DeletedFilter, instant: Instant | null): string {
  return `record ${entity.name} ${deleted} ${instantKey(instant)}`;
}

const presentKeys = new WeakMap<VersionedClass, Map<string, string>>();

/** Asked for by each record of a list: the same text is found faster than an equal one. */
function presentKey(entity: VersionedClass, what: string, make: () => string): string {
  let keys = presentKeys.get(entity);
  if (!keys) presentKeys.set(entity, (keys = new Map()));
  let key = keys.get(what);
  if (key === undefined) keys.set(what, (key = make()));
  return key;
}

export function nodeKey(instant: Instant | null): string {
  return `node ${instantKey(instant)}`;
}

/** @param args with the instant that they name */
export function listKey(entity: VersionedClass, args: PageRequest): string {
  return `list ${entity.name} ${argsKey(args)}`;
}

export function childrenKey(
  entity: VersionedClass,
  reference: string,
  args: PageRequest,
  instant: Instant | null,
): string {
  return `children ${entity.name}.${reference} ${argsKey(args)} ${instantKey(instant)}`;
}

export function linksKey(entity: VersionedClass, property: string, instant: Instant | null): string {
  return instant
    ? `links ${entity.name}.${property} ${instantKey(instant)}`
    : presentKey(entity, `.${property}`, () => `links ${entity.name}.${property} now`);
}

export function refusalKey(instant: Instant, reads: PastReads): string {
  return `refusal of ${instantKey(instant)} ${JSON.stringify(reads)}`;
}

export function historyKey(page: PageRequest, filter: object, instant: Instant | null): string {
  return `history ${argsKey({ ...page, filter })} ${instantKey(instant)}`;
}

export function changeSetsKey(page: PageRequest, filter: object): string {
  return `change sets ${argsKey({ ...page, filter })}`;
}

export function versionsInKey(page: PageRequest): string {
  return `change set's ${argsKey(page)}`;
}

export function stateKey({ tableName }: EntityMetadata): string {
  return `state ${tableName}`;
}

const argsKeys = new WeakMap<object, string>();

/** The arguments of a list, in whatever order: those that are absent or null say nothing. Null in a filter is refused. */
function argsKey(args: object): string {
  let key = argsKeys.get(args);
  if (key === undefined) argsKeys.set(args, (key = keyOf(args)));
  return key;
}

function keyOf(args: object): string {
  const said = Object.fromEntries(Object.entries(args).filter(([, of]) => of != null));
  return JSON.stringify(said, (_name, value: unknown) => (isObject(value) ? sorted(value) : value));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(value: object): object {
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
