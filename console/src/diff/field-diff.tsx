import type { FieldChange } from '../api/history.js';
import type { EntityField } from '../model/catalogue.js';
import { isWrittenAsJson } from '../model/draft.js';
import type { Named } from '../model/shown-record.js';
import { texts } from '../texts.js';
import { JsonDiff } from './json-diff.js';
import { LinksDiff } from './links-diff.js';
import { TextDiff } from './text-diff.js';
import { ValueDiff } from './value-diff.js';

interface FieldDiffProps {
  /** Undefined for a field that the type has no more. */
  readonly field: EntityField | undefined;
  readonly change: FieldChange;
  /** What records are called that the values name. */
  readonly names: ReadonlyMap<string, Named>;
}

/** What differs in a field, as its kind is compared. */
export function FieldDiff({ field, change: { before, after, redacted }, names }: FieldDiffProps) {
  if (redacted) return <p class="quiet">{texts.compare.redacted}</p>;
  if (!field || isWrittenAsJson(field)) return <JsonDiff before={before} after={after} />;
  if (field.kind === 'LINKS') {
    return <LinksDiff field={field} before={idsOf(before)} after={idsOf(after)} names={names} />;
  }
  const isText = field.kind === 'TEXT' || field.kind === 'DOCUMENT';
  if (isText && typeof before === 'string' && typeof after === 'string') {
    return <TextDiff before={before} after={after} />;
  }
  return <ValueDiff field={field} before={before} after={after} names={names} />;
}

function idsOf(value: unknown): readonly string[] {
  return (value ?? []) as readonly string[];
}
