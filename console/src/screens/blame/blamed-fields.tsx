import { blameFields, type SetBy as Setter } from '../../api/blame.js';
import { Failure } from '../../components/failure.js';
import { FieldValue } from '../../components/field-value.js';
import { useLoaded } from '../../components/use-loaded.js';
import { isLaterThan } from '../../model/blame-runs.js';
import type { EntityField, EntityType } from '../../model/catalogue.js';
import { fieldTitle } from '../../model/field-title.js';
import type { ShownRecord } from '../../model/shown-record.js';
import { texts } from '../../texts.js';
import { BlamedLines } from './blamed-lines.js';
import { SetBy } from './set-by.js';

interface BlamedFieldsProps {
  readonly type: EntityType;
  readonly record: ShownRecord;
}

/** The values of a record, and beside each of them, and each line of long texts, who wrote it. */
export function BlamedFields({ type, record }: BlamedFieldsProps) {
  const { id, version } = record;
  const { value, error, reload } = useLoaded((signal) => blameFields(id, signal), [id, version]);
  if (error !== undefined) return <Failure error={error} onRetry={reload} />;
  if (!value) return <p class="waiting">{texts.loading}</p>;
  if (isLaterThan(version, value.values())) return <p class="hint">{texts.blame.later}</p>;
  const place = ['records', type.plural, id];
  return (
    <dl class="fields">
      {type.fields.map((field) => (
        <div key={field.name} class={isLong(field, record) ? 'blamed-text' : undefined}>
          <dt>{fieldTitle(field)}</dt>
          <dd>
            <BlamedField field={field} record={record} place={place} setBy={value.get(field.name)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface BlamedFieldProps {
  readonly field: EntityField;
  readonly record: ShownRecord;
  readonly place: readonly string[];
  readonly setBy: Setter | undefined;
}

function BlamedField({ field, record, place, setBy }: BlamedFieldProps) {
  if (isLong(field, record)) return <BlamedLines field={field.name} record={record} place={place} />;
  return (
    <div class="blamed-value">
      <div>
        <FieldValue field={field} record={record} />
      </div>
      <SetBy place={place} setBy={setBy} />
    </div>
  );
}

/** Whether lines are told one by one: those of documents that are there. */
function isLong({ kind, shownAs }: EntityField, record: ShownRecord): boolean {
  return kind === 'DOCUMENT' && shownAs !== null && typeof record[shownAs] === 'string' && record[shownAs] !== '';
}
