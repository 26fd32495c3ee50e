import type { FieldChange } from '../api/history.js';
import { Value } from '../components/field-value.js';
import type { EntityField, EntityType } from '../model/catalogue.js';
import { titleOfNamed } from '../model/field-title.js';
import { type Named, withNames } from '../model/shown-record.js';
import { texts } from '../texts.js';
import { FieldDiff } from './field-diff.js';

interface ChangedFieldsProps {
  /** Undefined where the entity is no more. */
  readonly type: EntityType | undefined;
  readonly changes: readonly FieldChange[];
  readonly names: ReadonlyMap<string, Named>;
  /** Of a record's first version there is nothing before. */
  readonly isFirst?: boolean;
}

/** Changes of fields, each as its kind is compared. */
export function ChangedFields({ type, changes, names, isFirst = false }: ChangedFieldsProps) {
  const fields = type?.fields ?? [];
  return (
    <dl class="fields">
      {changes.map((change) => {
        const field = fields.find(({ name }) => name === change.field);
        return (
          <div key={change.field}>
            <dt>{titleOfNamed(fields, change.field)}</dt>
            <dd>
              {isFirst && field ? (
                <First field={field} change={change} names={names} />
              ) : (
                <FieldDiff field={field} change={change} names={names} />
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

interface FirstProps {
  readonly field: EntityField;
  readonly change: FieldChange;
  readonly names: ReadonlyMap<string, Named>;
}

function First({ field, change, names }: FirstProps) {
  if (change.redacted) return <p class="quiet">{texts.compare.redacted}</p>;
  return <Value field={field} value={withNames(field, change.after, names)} />;
}
