import type { FieldChange } from '../../api/history.js';
import { FieldDiff } from '../../diff/field-diff.js';
import type { EntityType } from '../../model/catalogue.js';
import { titleOfNamed } from '../../model/field-title.js';
import type { Named } from '../../model/shown-record.js';

interface SettledFieldsProps {
  readonly title: string;
  readonly type: EntityType;
  readonly names: ReadonlyMap<string, Named>;
  readonly changes: readonly FieldChange[];
}

/** What did not collide, and so needs nobody's decision. */
export function SettledFields({ title, type, names, changes }: SettledFieldsProps) {
  if (changes.length === 0) return null;
  return (
    <section class="settled">
      <h3>{title}</h3>
      <dl class="fields">
        {changes.map((change) => (
          <div key={change.field} class="is-changed">
            <dt>{titleOfNamed(type.fields, change.field)}</dt>
            <dd>
              <FieldDiff field={type.fields.find(({ name }) => name === change.field)} change={change} names={names} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
