import { types } from '../api/catalogue.js';
import type { EntityField } from '../model/catalogue.js';
import { isWrittenAsJson } from '../model/draft.js';
import type { Named, ShownRecord } from '../model/shown-record.js';
import { texts } from '../texts.js';
import { ClippedText } from './clipped-text.js';
import { RecordLink } from './record-link.js';
import { When } from './when.js';

/** The value of a field of a record, as its kind is read. */
export function FieldValue({ field, record }: { readonly field: EntityField; readonly record: ShownRecord }) {
  if (field.shownAs === null) return <span class="quiet">{texts.secret}</span>;
  return <Value field={field} value={record[field.shownAs]} />;
}

/** @param value as records have it: records for a reference and links */
export function Value({ field, value }: { readonly field: EntityField; readonly value: unknown }) {
  if (value === null || value === undefined) return <span class="quiet">{texts.none}</span>;
  const target = types().named(field.target ?? '');
  if (field.kind === 'REFERENCE') return <RecordLink type={target} named={value as Named} />;
  if (field.kind === 'LINKS') {
    const links = value as readonly Named[];
    if (links.length === 0) return <span class="quiet">{texts.none}</span>;
    return (
      <ul class="chips">
        {links.map((named) => (
          <li key={named.id} class="chip">
            <RecordLink type={target} named={named} />
          </li>
        ))}
      </ul>
    );
  }
  if (isWrittenAsJson(field)) {
    return (
      <pre class="json">
        <ClippedText text={JSON.stringify(value, null, 2)} />
      </pre>
    );
  }
  if (field.kind === 'DATE_TIME') return <When instant={value as string} />;
  if (field.kind === 'BOOLEAN') return <>{value === true ? texts.yes : texts.no}</>;
  if (value === '') return <span class="quiet">{texts.empty}</span>;
  const text = <ClippedText text={String(value as string | number)} />;
  if (field.kind === 'DOCUMENT') return <div class="document">{text}</div>;
  return field.kind === 'ENUM' ? <span class="enum">{text}</span> : text;
}
