import type { ConflictDetails, FieldConflict, Rebased } from '../../../../sdk/src/index.js';
import type { EntityType } from '../../model/catalogue.js';
import { type Draft, valueOf } from '../../model/draft.js';
import { type Choice, type HunkChoice, mergedText, mergeOf, openHunks } from '../../model/resolution.js';

/** What is decided of a contested field, or written anew of another field: the draft counts where the choice is `edited`. */
export interface Decision {
  readonly choice: Choice;
  readonly draft: Draft;
  /** Of a merged text: what is taken of contested lines, by their number. */
  readonly lines?: readonly (HunkChoice | undefined)[];
  /** Of a merged text: of how many contested lines nobody has decided. */
  readonly undecidedLines?: number;
}

/** Decisions by field name. */
export type Decisions = Readonly<Record<string, Decision | undefined>>;

/** Long texts of which both changed different lines: their merge is what they shall be, unless somebody decides otherwise. */
export function mergedAtOnce(
  type: EntityType,
  { baseKnown }: ConflictDetails,
  contested: readonly FieldConflict[],
): Decisions {
  const merged = contested.flatMap((of): [string, Decision][] => {
    const field = type.fields.find(({ name }) => name === of.field);
    const merge = field && mergeOf(field, of, baseKnown);
    if (!merge || openHunks(merge.hunks, []) > 0) return [];
    return [[of.field, { choice: 'edited', draft: mergedText(merge.hunks, []), lines: [], undecidedLines: 0 }]];
  });
  return Object.fromEntries(merged);
}

/** How many decisions are missing. In a merged text each contested place is one: saved without it, theirs would be lost unseen. */
export function undecidedIn(contested: readonly FieldConflict[], decisions: Decisions): number {
  return contested.reduce((sum, { field }) => {
    const decision = decisions[field];
    if (!decision) return sum + 1;
    return decision.choice === 'edited' ? sum + (decision.undecidedLines ?? 0) : sum;
  }, 0);
}

/**
 * The patch to send: what only you changed, what is decided of the contested fields, and what was written anew. Theirs is
 * there already.
 *
 * @throws InvalidDraft for the first that is no value
 */
export function decidedPatch(
  type: EntityType,
  { patch, contested }: Rebased<Readonly<Record<string, unknown>>>,
  decisions: Decisions,
): Record<string, unknown> {
  const yours = contested.filter(({ field }) => decisions[field]?.choice === 'yours');
  const edited = type.fields.flatMap((field) => {
    const decision = decisions[field.name];
    return decision?.choice === 'edited' ? [[field.name, valueOf(field, decision.draft)] as const] : [];
  });
  return {
    ...patch,
    ...Object.fromEntries(yours.map((of) => [of.field, of.yours])),
    ...Object.fromEntries(edited),
  };
}
