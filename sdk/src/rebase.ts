import type { ConflictDetails, FieldConflict } from './error-details.js';
import { patchFields } from './generated/patch-fields.js';
import type { PatchField } from './patch-field.js';
import { linkIds, sameValue } from './same-value.js';

/** What becomes of a form whose record others have changed. */
export interface Rebased<TForm> {
  /** What to expect next: the version that the record has by now. */
  readonly expectedVersion: number;
  /** What only you changed. Add to it what is decided of the contested fields, and send it. */
  patch: Partial<TForm>;
  /** Fields that both sides changed to different values: somebody has to choose, or merge. */
  readonly contested: readonly FieldConflict[];
}

/**
 * Settles what can be settled of a conflict without asking anybody, as a rebase does of commits: finds out what you
 * changed, and puts it upon what the others have made of the record. A form that sent all of its fields does not put
 * back what others changed, and where both sides changed links, those that either added or removed are added and
 * removed.
 *
 * @param conflict the `details` of the error
 * @param form the values that you sent
 * @param base what you started from: the record as you read it, or the form as you opened it; a field that is not in it
 *   counts as changed, unless the server knows what it was
 */
export function rebase<TForm extends object>(
  conflict: ConflictDetails,
  form: TForm,
  base: object = {},
): Rebased<TForm> {
  return rebaseFields(patchFields[conflict.entityType] ?? {}, conflict, form, base);
}

/**
 * {@link rebase} for front ends that learn of a server's entities by `entityTypes` alone.
 *
 * @param fields those whose values are compared in a way of their own, by name
 */
export function rebaseFields<TForm extends object>(
  fields: Readonly<Record<string, PatchField>>,
  conflict: ConflictDetails,
  form: TForm,
  base: object,
): Rebased<TForm> {
  const patch: Record<string, unknown> = {};
  const contested: FieldConflict[] = [];
  for (const [name, yours] of Object.entries(form)) {
    if (yours === undefined) continue;
    const field = fields[name];
    const started = startedFrom(field, name, base as Readonly<Record<string, unknown>>);
    const theirs = theirChange(conflict, name);
    if (!theirs) {
      // Nobody else has changed it, so that 1.50 in place of 1.5 overwrites nothing, and may be meant.
      if (field?.kind === 'decimal' ? started !== yours : !sameValue(field, started, yours)) patch[name] = yours;
      continue;
    }
    const was = started === undefined && conflict.baseKnown && !theirs.redacted ? theirs.base : started;
    if (was !== undefined && sameValue(field, was, yours)) continue;
    if (theirs.redacted) {
      contested.push({ ...theirs, yours });
      continue;
    }
    if (sameValue(field, theirs.theirs, yours)) continue;
    if (was !== undefined && sameValue(field, was, theirs.theirs)) patch[name] = yours;
    else if (was !== undefined && field?.kind === 'links') patch[name] = mergedLinks(was, theirs.theirs, yours);
    else contested.push({ ...theirs, base: was ?? null, yours });
  }
  return { expectedVersion: conflict.currentVersion, patch: patch as Partial<TForm>, contested };
}

/** A record shows its references and links as records, a form has their ids. */
function startedFrom(field: PatchField | undefined, name: string, base: Readonly<Record<string, unknown>>): unknown {
  if (name in base || !field || !('of' in field)) return base[name];
  const shown = base[field.of] as { readonly id: string } | readonly { readonly id: string }[] | null | undefined;
  return Array.isArray(shown) ? shown.map(({ id }) => id) : shown && (shown as { readonly id: string }).id;
}

/** Where the base is not known, the server lists the fields of the patch whose present values differ from it. */
function theirChange({ baseKnown, theirChanges, conflicts }: ConflictDetails, name: string) {
  return (baseKnown ? theirChanges : conflicts).find(({ field }) => field === name);
}

function mergedLinks(base: unknown, theirs: unknown, yours: unknown): unknown[] {
  const [was, wanted] = [linkIds(base), linkIds(yours)];
  const kept = [...linkIds(theirs)].filter((id) => wanted.has(id) || !was.has(id));
  return [...new Set([...kept, ...[...wanted].filter((id) => !was.has(id))])];
}
