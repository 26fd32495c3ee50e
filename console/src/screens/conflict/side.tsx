import { Value } from '../../components/field-value.js';
import type { EntityField } from '../../model/catalogue.js';
import { type Named, withNames } from '../../model/shown-record.js';

interface SideProps {
  readonly title?: string;
  readonly field: EntityField;
  /** As inputs have it: ids for a reference and links. */
  readonly value: unknown;
  readonly names: ReadonlyMap<string, Named>;
}

/** One side's value of a contested field. */
export function Side({ title, field, value, names }: SideProps) {
  return (
    <div class="side-value">
      {title !== undefined && <p class="quiet small">{title}</p>}
      <Value field={field} value={withNames(field, value, names)} />
    </div>
  );
}
