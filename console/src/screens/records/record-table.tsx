import { types } from '../../api/catalogue.js';
import { FieldValue } from '../../components/field-value.js';
import { Link } from '../../components/link.js';
import { SafeText } from '../../components/safe-text.js';
import { When } from '../../components/when.js';
import type { EntityType } from '../../model/catalogue.js';
import { fieldTitle } from '../../model/field-title.js';
import { changedQuery, columnsOf, type ListQuery, nextOrder } from '../../model/list-query.js';
import { labelOf, type ShownRecord } from '../../model/shown-record.js';
import { texts } from '../../texts.js';

interface RecordTableProps {
  readonly type: EntityType;
  readonly records: readonly ShownRecord[];
  readonly query: ListQuery;
  readonly onChange: (query: ListQuery) => void;
}

/** Records in rows: what they are called first, then their short fields. */
export function RecordTable({ type, records, query, onChange }: RecordTableProps) {
  const label = types().labelOf(type);
  const others = columnsOf(types(), type).filter((field) => field !== label);
  const order = (field: string) => onChange(changedQuery(query, { order: nextOrder(query.order, field) }));
  const heading = { order: query.order, onOrder: order };
  return (
    <div class="table-scroll" tabIndex={0} role="group" aria-label={type.plural}>
      <table class="records">
        <thead>
          <tr>
            <Heading
              name={label ? fieldTitle(label) : texts.record.id}
              orderField={label?.orderField ?? null}
              {...heading}
            />
            {others.map((field) => (
              <Heading key={field.name} name={fieldTitle(field)} orderField={field.orderField ?? null} {...heading} />
            ))}
            <Heading name={texts.list.updated} orderField="UPDATED_AT" {...heading} />
            <th scope="col" class="number">
              {texts.list.version}
            </th>
          </tr>
        </thead>
        <tbody>
          {records.map((record) => (
            <tr key={record.id} class={record.deletedAt === null ? undefined : 'is-deleted'}>
              <th scope="row">
                <Link to={['records', type.plural, record.id]}>
                  <SafeText text={labelOf(label, record)} />
                </Link>
                {record.deletedAt !== null && <span class="badge badge-deleted">{texts.deleted}</span>}
              </th>
              {others.map((field) => (
                <td key={field.name}>
                  <FieldValue field={field} record={record} />
                </td>
              ))}
              <td>
                <When instant={record.updatedAt} isRelative />
              </td>
              <td class="number">{record.version}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeadingProps {
  readonly name: string;
  readonly orderField: string | null;
  readonly order: ListQuery['order'];
  readonly onOrder: (field: string) => void;
}

const sorts = { ASC: 'ascending', DESC: 'descending' } as const;
const arrows = { ASC: ' ↑', DESC: ' ↓' } as const;

function Heading({ name, orderField, order, onOrder }: HeadingProps) {
  if (orderField === null) return <th scope="col">{name}</th>;
  const direction = order?.field === orderField ? order.direction : undefined;
  return (
    <th scope="col" aria-sort={direction ? sorts[direction] : 'none'}>
      <button type="button" class="heading" title={texts.list.orderBy(name)} onClick={() => onOrder(orderField)}>
        {name}
        <span aria-hidden="true">{direction ? arrows[direction] : ''}</span>
      </button>
    </th>
  );
}
