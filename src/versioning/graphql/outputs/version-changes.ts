import type { EntityMetadata } from '@mikro-orm/core';
import { diff } from '../../read/differences/diff.js';
import type { VersionHeader } from '../../read/history/version-header.js';
import type { State } from '../../read/states/record-state.js';
import { tellUnfit } from '../../read/differences/tell-unfit.js';
import { untypedChanges, untypedDiff } from '../../read/differences/untyped-diff.js';
import type { RecordedChange } from '../../read/states/recorded-change.js';
import { type FieldChange, toFieldChange } from './field-change.js';
import type { Loaders } from '../loading/loaders.js';

/**
 * What a version changed, against the version before. Fields that were dropped since are among it where the version was
 * written when they were there.
 */
export function changesIn(header: VersionHeader, loaders: Loaders): FieldChange[] | Promise<FieldChange[]> {
  const change = header.change?.();
  return change ? told(header, header.meta!, change) : compared(header, loaders);
}

/** The same by the states of the two versions. */
async function compared(header: VersionHeader, loaders: Loaders): Promise<FieldChange[]> {
  const { meta } = header;
  if (!meta) {
    const [base, state] = await Promise.all([loaders.states.untypedBase(header), loaders.states.untypedState(header)]);
    return untypedChanges(base, state!).map((change) => toFieldChange(change));
  }
  const [before, after] = await Promise.all([loaders.states.base(meta, header), loaders.states.state(meta, header)]);
  return told(header, meta, { before, after: after! });
}

function told(
  header: VersionHeader,
  meta: EntityMetadata,
  { before: base, after: state }: RecordedChange,
): FieldChange[] {
  const { entityId, version } = header;
  const { dropped, changed } = state;
  const before = base && { ...base, dropped: only(Object.keys(dropped), base.dropped) };
  const changes = diff(meta, before, state, changed, changed);
  if (base) tellUnfit(meta, { entityId, version: version - 1 }, base, changes);
  tellUnfit(meta, header, state, changes);
  // What a version did away with is called what it was called when that was done.
  const sides = { meta, before: { version: version - 1, instant: header.instant }, after: header };
  return changes.map((change) => toFieldChange(change, sides));
}

/** What differs between two versions of a record. @param changed the columns that changed in between, sensitive ones included */
export async function differencesBetween(
  from: VersionHeader,
  to: VersionHeader,
  changed: readonly string[],
  loaders: Loaders,
): Promise<FieldChange[]> {
  const { meta } = to;
  if (!meta) {
    const [before, after] = await Promise.all([loaders.states.untypedState(from), loaders.states.untypedState(to)]);
    return untypedDiff(before!, after!, changed).map((change) => toFieldChange(change));
  }
  const [before, after] = await Promise.all([loaders.states.state(meta, from), loaders.states.state(meta, to)]);
  const changes = diff(meta, before, after!, changed);
  tellUnfit(meta, from, before!, changes);
  tellUnfit(meta, to, after!, changes);
  return changes.map((change) => toFieldChange(change, { meta, before: from, after: to }));
}

function only(names: readonly string[], values: State['dropped']): State['dropped'] {
  return Object.fromEntries(names.filter((name) => Object.hasOwn(values, name)).map((name) => [name, values[name]]));
}
