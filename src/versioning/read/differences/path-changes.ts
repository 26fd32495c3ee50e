import { isJsonObject } from '../../values/json-object.js';
import { sameJson } from './same-json.js';
import { UnreadableValue } from '../../values/unreadable-value.js';

export enum PathOperation {
  ADD = 'ADD',
  REMOVE = 'REMOVE',
  REPLACE = 'REPLACE',
}

/** What differs at one place of a JSON document. */
export interface PathChange {
  readonly op: PathOperation;
  /** A JSON Pointer: of what is added in the later document, of what is removed in the former. */
  readonly path: string;
  /** Null where there was nothing. */
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * What differs between two JSON documents, place by place: https://www.rfc-editor.org/rfc/rfc6901. Of lists, what they
 * begin and end with alike stays out; what stands between is compared one by one.
 *
 * @returns null where one of them is no object and no list: there is nothing to tell by place
 */
export function pathChanges(before: unknown, after: unknown): PathChange[] | null {
  if (!areAlike(before, after)) return null;
  const changes: PathChange[] = [];
  compare(before, after, '', changes);
  return changes;
}

function compare(before: unknown, after: unknown, path: string, changes: PathChange[]): void {
  if (isJsonObject(before) && isJsonObject(after)) compareObjects(before, after, path, changes);
  else if (Array.isArray(before) && Array.isArray(after)) compareLists(before, after, path, changes);
  else if (!sameJson(before, after)) changes.push({ op: PathOperation.REPLACE, path, before, after });
}

type JsonObject = Readonly<Record<string, unknown>>;

function compareObjects(before: JsonObject, after: JsonObject, path: string, changes: PathChange[]): void {
  for (const [key, value] of Object.entries(before)) {
    const place = `${path}/${escaped(key)}`;
    if (Object.hasOwn(after, key)) compare(value, after[key], place, changes);
    else changes.push(removal(place, value));
  }
  for (const [key, value] of Object.entries(after)) {
    if (!Object.hasOwn(before, key)) changes.push(addition(`${path}/${escaped(key)}`, value));
  }
}

function compareLists(before: unknown[], after: unknown[], path: string, changes: PathChange[]): void {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && sameJson(before[start], after[start])) start += 1;
  let alike = 0;
  while (alike < shorter - start && sameJson(before.at(-1 - alike), after.at(-1 - alike))) alike += 1;
  const ends = [before.length - alike, after.length - alike] as const;
  for (let at = start; at < Math.min(...ends); at++) compare(before[at], after[at], `${path}/${at}`, changes);
  for (let at = ends[1]; at < ends[0]; at++) changes.push(removal(`${path}/${at}`, before[at]));
  for (let at = ends[0]; at < ends[1]; at++) changes.push(addition(`${path}/${at}`, after[at]));
}

function areAlike(before: unknown, after: unknown): boolean {
  if (before instanceof UnreadableValue || after instanceof UnreadableValue) return false;
  return (isJsonObject(before) && isJsonObject(after)) || (Array.isArray(before) && Array.isArray(after));
}

function removal(path: string, before: unknown): PathChange {
  return { op: PathOperation.REMOVE, path, before, after: null };
}

function addition(path: string, after: unknown): PathChange {
  return { op: PathOperation.ADD, path, before: null, after };
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
