import {
  type ConflictDetails,
  type FieldConflict,
  type PatchField,
  type Rebased,
  rebaseFields,
} from '../../../sdk/src/index.js';
import { type MergeHunk, mergeText } from '../../../sdk/src/merge.js';
import type { EntityField, EntityType } from './catalogue.js';

/** What is decided of a contested field: one side's value, or a third that is written. */
export type Choice = 'theirs' | 'yours' | 'edited';

/** What is decided of contested lines. */
export type HunkChoice = 'theirs' | 'yours' | 'both';

/** The fields whose values are compared in a way of their own, for `rebaseFields`. */
export function patchFieldsOf(type: EntityType): Readonly<Record<string, PatchField>> {
  const special = type.fields.flatMap(({ name, kind, shownAs, isList }): [string, PatchField][] => {
    if (kind === 'LINKS') return [[name, { kind: 'links', of: shownAs ?? name }]];
    if (kind === 'REFERENCE') return [[name, { kind: 'reference', of: shownAs ?? name }]];
    if (kind === 'DECIMAL' && !isList) return [[name, { kind: 'decimal' }]];
    return kind === 'DATE_TIME' && !isList ? [[name, { kind: 'instant' }]] : [];
  });
  return Object.fromEntries(special);
}

/** What was refused, set upon what others have made of the record: what can be sent as it is, and what is to be decided. */
export function rebaseOn<TPatch extends object>(
  type: EntityType,
  conflict: ConflictDetails,
  patch: TPatch,
): Rebased<TPatch> {
  return rebaseFields(patchFieldsOf(type), conflict, patch, {});
}

/** The merge of a contested long text; undefined where it is none, or its base is not known. */
export function mergeOf(field: EntityField, conflict: FieldConflict, baseKnown: boolean) {
  const { base, theirs, yours } = conflict;
  if (field.kind !== 'DOCUMENT' || !baseKnown) return undefined;
  if (typeof base !== 'string' || typeof theirs !== 'string' || typeof yours !== 'string') return undefined;
  return mergeText(base, theirs, yours);
}

/** The text that hunks make, once it is decided of the contested ones; undecided ones are yours. */
export function mergedText(hunks: readonly MergeHunk[], choices: readonly (HunkChoice | undefined)[]): string {
  let contested = -1;
  const lines = hunks.flatMap((hunk) => {
    if (hunk.kind === 'agreed') return hunk.lines;
    contested += 1;
    const choice = choices[contested];
    if (choice === 'theirs') return hunk.theirs;
    return choice === 'both' ? [...hunk.theirs, ...hunk.yours] : hunk.yours;
  });
  return lines.join('\n');
}

/** How many contested hunks nobody has decided yet. */
export function openHunks(hunks: readonly MergeHunk[], choices: readonly (HunkChoice | undefined)[]): number {
  return hunks.filter(({ kind }) => kind === 'contested').filter((_, n) => choices[n] === undefined).length;
}

/** The names of what others changed and you did not, which stays as they made it. */
export function keptFields(
  { theirChanges }: ConflictDetails,
  contested: readonly FieldConflict[],
  patch: object,
): string[] {
  const asked = new Set([...contested.map(({ field }) => field), ...Object.keys(patch)]);
  return theirChanges.map(({ field }) => field).filter((field) => !asked.has(field));
}
