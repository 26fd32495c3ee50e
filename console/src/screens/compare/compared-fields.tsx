import type { FieldChange } from '../../api/history.js';
import { FieldValue } from '../../components/field-value.js';
import { FieldDiff } from '../../diff/field-diff.js';
import type { EntityField, EntityType } from '../../model/catalogue.js';
import { titleOfNamed } from '../../model/field-title.js';
import { fieldsToShow } from '../../model/fields-to-show.js';
import { namesIn, type ShownRecord } from '../../model/shown-record.js';
import { texts } from '../../texts.js';

interface ComparedFieldsProps {
  readonly type: EntityType;
  readonly left: ShownRecord;
  readonly right: ShownRecord;
  readonly diff: readonly FieldChange[];
  readonly isOnlyChanged: boolean;
  readonly selected: ReadonlySet<string>;
  /** Absent where nothing can be brought back. */
  readonly onSelect?: (field: string, isSelected: boolean) => void;
}

/** The fields of two versions: what differs marked, the rest on demand. */
export function ComparedFields(props: ComparedFieldsProps) {
  const { type, left, right, diff, isOnlyChanged, selected, onSelect } = props;
  const names = new Map([...namesIn(type.fields, left), ...namesIn(type.fields, right)]);
  const changes = new Map(diff.map((change) => [change.field, change]));
  const shown = fieldsToShow(type.fields, changes.keys(), isOnlyChanged);
  return (
    <dl class="fields">
      {shown.map(([name, field]) => {
        const change = changes.get(name);
        return (
          <div key={name} class={change ? 'is-changed' : undefined}>
            <dt>
              {onSelect && change && canBeBroughtBack(field, change) ? (
                <label class="check">
                  <input
                    type="checkbox"
                    aria-label={texts.compare.select(titleOfNamed(type.fields, name))}
                    checked={selected.has(name)}
                    onChange={({ currentTarget }) => onSelect(name, currentTarget.checked)}
                  />
                  {titleOfNamed(type.fields, name)}
                </label>
              ) : (
                titleOfNamed(type.fields, name)
              )}
            </dt>
            <dd>
              {change && <FieldDiff field={field} change={change} names={names} />}
              {!change && field && <FieldValue field={field} record={right} />}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** A field that was dropped since cannot be written, and values of a sensitive one are not kept. */
function canBeBroughtBack(field: EntityField | undefined, { redacted }: FieldChange): boolean {
  return field !== undefined && field.shownAs !== null && !redacted;
}
