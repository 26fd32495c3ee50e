import type { Actor } from '../model/shown-record.js';
import type { BlamedLine } from '../model/blame-runs.js';
import { ask } from './request.js';

/**
 * Which version set something to what it is. Where retention has removed that version, all is null but `before`: the first
 * version that is kept, in which it was so already.
 */
export interface SetBy {
  readonly version: number | null;
  readonly before: number | null;
  readonly recordedAt: string | null;
  readonly changeSet: { readonly id: string; readonly reason: string | null; readonly actor: Actor | null } | null;
}

/** A field, and what set its value. */
export interface BlamedField extends SetBy {
  readonly field: string;
}

const setBy = 'version before recordedAt changeSet { id reason actor { id kind displayName } }';

/** Who set the fields of a record to what they are now, by name. */
export async function blameFields(id: string, signal: AbortSignal): Promise<ReadonlyMap<string, SetBy>> {
  const document = `query Blame($id: ID!) { blame(id: $id) { field ${setBy} } }`;
  const { blame } = await ask<{ blame: readonly BlamedField[] }>(document, { id }, signal);
  return new Map(blame.map((blamed) => [blamed.field, blamed]));
}

/** Who wrote the lines of a text as it is now. */
export async function blameLines(
  id: string,
  field: string,
  signal: AbortSignal,
): Promise<readonly BlamedLine<SetBy>[]> {
  const document = `query LineBlame($id: ID!, $field: String!) { lineBlame(id: $id, field: $field) { line text ${setBy} } }`;
  return (await ask<{ lineBlame: readonly BlamedLine<SetBy>[] }>(document, { id, field }, signal)).lineBlame;
}
