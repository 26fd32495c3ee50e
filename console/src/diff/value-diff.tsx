import { Value } from '../components/field-value.js';
import type { EntityField } from '../model/catalogue.js';
import { type Named, withNames } from '../model/shown-record.js';
import { texts } from '../texts.js';

interface ValueDiffProps {
  readonly field: EntityField;
  readonly before: unknown;
  readonly after: unknown;
  readonly names: ReadonlyMap<string, Named>;
}

/** One value in place of another. */
export function ValueDiff({ field, before, after, names }: ValueDiffProps) {
  return (
    <p class="diff-values">
      <del>
        <span class="only-read">{texts.compare.was} </span>
        <Value field={field} value={withNames(field, before, names)} />
      </del>{' '}
      <span aria-hidden="true">→</span>{' '}
      <ins>
        <span class="only-read">{texts.compare.is} </span>
        <Value field={field} value={withNames(field, after, names)} />
      </ins>
    </p>
  );
}
