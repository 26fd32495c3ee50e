import { types } from '../../api/catalogue.js';
import { listChildren } from '../../api/records.js';
import { Failure } from '../../components/failure.js';
import { Link } from '../../components/link.js';
import { RecordLink } from '../../components/record-link.js';
import { useLoaded } from '../../components/use-loaded.js';
import { When } from '../../components/when.js';
import type { ChildField, EntityType } from '../../model/catalogue.js';
import { fieldTitle } from '../../model/field-title.js';
import { labelOf, type ShownRecord } from '../../model/shown-record.js';
import { texts } from '../../texts.js';

/** The records that refer to a record, those that it owns first. */
export function Children({ type, record }: { readonly type: EntityType; readonly record: ShownRecord }) {
  const all = types().childrenOf(type);
  if (all.length === 0) return null;
  return (
    <section>
      <h2>{texts.record.children}</h2>
      {all.map((child) => (
        <ChildList key={`${child.type.name}.${child.field.name}`} child={child} id={record.id} />
      ))}
    </section>
  );
}

function ChildList({ child: { type, field }, id }: { readonly child: ChildField; readonly id: string }) {
  const { value, error, reload } = useLoaded(
    (signal) => listChildren(type, field, id, signal),
    [type.name, field.name, id],
  );
  const label = types().labelOf(type);
  return (
    <div class="children">
      <h3>
        {type.plural} <span class="quiet small">{texts.record.by(fieldTitle(field))}</span>{' '}
        {value && <span class="count">{value.totalCount.toLocaleString('en')}</span>}
      </h3>
      <Failure error={error} onRetry={reload} />
      {value && value.totalCount > value.nodes.length && (
        <p>
          <Link to={['records', type.plural]} parameters={new URLSearchParams({ [`is.${field.name}`]: id })}>
            {texts.record.all(value.totalCount)}
          </Link>
        </p>
      )}
      <ul>
        {value?.nodes.map((child) => (
          <li key={child.id}>
            <RecordLink
              type={type}
              named={{ id: child.id, label: labelOf(label, child), deletedAt: child.deletedAt }}
            />{' '}
            <span class="quiet small">
              <When instant={child.updatedAt} isRelative />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
