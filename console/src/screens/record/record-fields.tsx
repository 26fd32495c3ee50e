import { FieldValue } from '../../components/field-value.js';
import { When } from '../../components/when.js';
import { Who } from '../../components/who.js';
import type { EntityType } from '../../model/catalogue.js';
import { fieldTitle } from '../../model/field-title.js';
import type { ShownRecord } from '../../model/shown-record.js';
import { texts } from '../../texts.js';
import { BlamedFields } from '../blame/blamed-fields.js';
import { isBlamed, isBlameWanted } from '../blame/blame-wanted.js';

/** The values of a record, and who made it what it is. */
export function RecordFields({ type, record }: { readonly type: EntityType; readonly record: ShownRecord }) {
  return (
    <section aria-label={texts.record.fields}>
      {isBlameWanted() && !isBlamed() && <p class="hint">{texts.blame.onlyNow}</p>}
      {isBlamed() ? (
        <BlamedFields type={type} record={record} />
      ) : (
        <dl class="fields">
          {type.fields.map((field) => (
            <div key={field.name} class={`field-${field.kind.toLowerCase()}`}>
              <dt>{fieldTitle(field)}</dt>
              <dd>
                <FieldValue field={field} record={record} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p class="quiet small">
        {texts.record.createdBy} <When instant={record.createdAt} /> <Who actor={record.createdBy} /> ·{' '}
        {texts.record.updatedBy} <When instant={record.updatedAt} /> <Who actor={record.updatedBy} /> ·{' '}
        {texts.record.id} <code>{record.id}</code>
      </p>
    </section>
  );
}
