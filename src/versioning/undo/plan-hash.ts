import { createHash } from 'node:crypto';
import { DomainError } from '../errors/domain-error.js';
import type { LookedAt } from './looked-at.js';
import type { Obstacle } from './obstacle.js';
import type { UndoPlan } from './undo-plan.js';
import type { UndoRequest } from './undo-request.js';

/** A record that is not at the version at which a plan looked at it. */
export interface MovedRecord {
  readonly entityType: string;
  readonly id: string;
  /** The version at which the plan looked at it; null where it did not look at it. */
  readonly version: number | null;
  readonly currentVersion: number;
}

/**
 * The hash of a plan, in three parts that points divide: a digest of what is asked for; a digest of all that the plan says and
 * of all records that it looked at, their versions and the shapes in which their values are read; and these versions themselves.
 * The first two decide whether a plan still holds, and are the same on every server. The third only serves to say which records
 * have moved since: for each of them it has the first eight bytes of a digest of its id, then its version.
 */
export function planHash(request: UndoRequest, { steps, looked }: Pick<UndoPlan, 'steps' | 'looked'>): string {
  const said = steps.map(({ entityId, operation, values, conflicts, obstacles }) => [
    entityId,
    operation,
    Object.keys(values),
    conflicts.map(({ field }) => field),
    obstacles.map(({ sentence }) => sentence),
  ]);
  const seen = looked.map(({ entityId, version, shape }) => [entityId, version, shape]);
  const marks = looked.map(({ entityId, version }) => Buffer.concat([mark(entityId), varint(version)]));
  return [requestDigest(request), digest([said, seen]), Buffer.concat(marks).toString('base64url')].join('.');
}

/**
 * Compares a plan with the one that somebody has seen.
 *
 * @param seen the hash of that one
 * @param plan the present plan for the same request
 * @throws DomainError PLAN_STALE with what has moved; BAD_USER_INPUT for the hash of a plan of something else
 */
export function expectPlan(seen: string, request: UndoRequest, plan: UndoPlan): void {
  if (seen === plan.hash) return;
  const [asked, , marks] = seen.split('.');
  if (asked !== requestDigest(request) || marks === undefined) {
    const message = 'planHash: it is not of a plan of this change set with this only and these resolutions.';
    throw new DomainError('BAD_USER_INPUT', message, { field: 'planHash' });
  }
  const moved = movedSince(Buffer.from(marks, 'base64url'), plan.looked);
  const [first] = moved;
  // No record of the plan has moved: another one has come into its way, or has left it.
  const obstacles = first ? [] : plan.steps.flatMap((step) => step.obstacles);
  const what = first
    ? `The ${first.entityType} ${first.id} is at version ${first.currentVersion} by now`
    : (obstacles[0]?.sentence.replace(/\.$/, '') ??
      'What stood in the way of it does so no longer, or its records have another shape');
  const message = `${what}, so the plan no longer holds; nothing was changed. Make a new plan.`;
  throw new DomainError('PLAN_STALE', message, { moved: [...moved, ...inTheWay(obstacles)] });
}

function inTheWay(obstacles: readonly Obstacle[]): MovedRecord[] {
  const records = new Map(obstacles.flatMap(({ by }) => (by ? [[by.entityId, by] as const] : [])));
  return [...records.values()].map(({ entityType, entityId: id, version: currentVersion }) => {
    return { entityType, id, version: null, currentVersion };
  });
}

/** @param marks the third part of the hash of a plan @param looked what the present plan looked at */
function movedSince(marks: Buffer, looked: readonly LookedAt[]): MovedRecord[] {
  const seen = new Map<string, number>();
  for (let at = 0; at + markBytes < marks.length;) {
    const id = marks.toString('hex', at, at + markBytes);
    let [version, shift] = [0, 0];
    for (at += markBytes; at < marks.length; at++, shift += 7) {
      version += (marks[at]! & 127) * 2 ** shift;
      if (marks[at]! < 128) break;
    }
    at += 1;
    seen.set(id, version);
  }
  return looked.flatMap(({ entityType, entityId: id, version: currentVersion }) => {
    const version = seen.get(mark(id).toString('hex')) ?? null;
    return version === currentVersion ? [] : [{ entityType, id, version, currentVersion }];
  });
}

function requestDigest({ changeSet, only, resolutions }: UndoRequest): string {
  const decided = (resolutions ?? []).map(({ entityId, field, keep }) => `${entityId} ${field} ${keep}`);
  return digest([changeSet, only ? [...new Set(only)].toSorted() : null, [...new Set(decided)].toSorted()]).slice(
    0,
    16,
  );
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}

/** How much tells an id from the others of a plan: that two of a million have the same is one chance in 37 million. */
const markBytes = 8;

function mark(id: string): Buffer {
  return createHash('sha256').update(id).digest().subarray(0, markBytes);
}

/** A number as unsigned LEB128, seven bits a byte, lowest first: https://en.wikipedia.org/wiki/LEB128. */
function varint(number: number): Buffer {
  const bytes: number[] = [];
  for (let rest = number; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest < 128 ? rest : (rest % 128) + 128);
    if (rest < 128) return Buffer.from(bytes);
  }
}
