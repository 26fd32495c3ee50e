import { types } from '../../api/catalogue.js';
import { readDeletedChildren } from '../../api/trash.js';
import { Failure } from '../../components/failure.js';
import { SafeText } from '../../components/safe-text.js';
import { useLoaded } from '../../components/use-loaded.js';
import type { ChildField, EntityType } from '../../model/catalogue.js';
import { nameOf } from '../../model/shown-record.js';
import { texts } from '../../texts.js';

interface DeletedChildrenProps {
  readonly type: EntityType;
  readonly id: string;
  /** The change set that deleted the record: what it deleted as well comes back with it. */
  readonly deletion: string | null;
}

/** What a deletion took along, and what was deleted before it on its own. */
export function DeletedChildren({ type, id, deletion }: DeletedChildrenProps) {
  const owned = types()
    .childrenOf(type)
    .filter(({ field }) => field.isOwner);
  if (owned.length === 0) return null;
  return (
    <section>
      <h2>{texts.trash.comesAlong}</h2>
      {owned.map((child) => (
        <DeletedList key={`${child.type.name}.${child.field.name}`} child={child} id={id} deletion={deletion} />
      ))}
    </section>
  );
}

interface DeletedListProps {
  readonly child: ChildField;
  readonly id: string;
  readonly deletion: string | null;
}

function DeletedList({ child: { type, field }, id, deletion }: DeletedListProps) {
  const { value, error, reload } = useLoaded(
    (signal) => readDeletedChildren(type, field, id, signal),
    [type.name, field.name, id],
  );
  if (error !== undefined) return <Failure error={error} onRetry={reload} />;
  return (
    <div class="children">
      <h3>
        {type.plural} {value && <span class="count">{value.totalCount}</span>}
      </h3>
      {value?.children.length === 0 && <p class="quiet">{texts.trash.noChildren}</p>}
      <ul>
        {value?.children.map((named) => (
          <li key={named.id}>
            <SafeText text={nameOf(named)} />{' '}
            {named.deletion?.id !== deletion && <span class="quiet small">{texts.trash.staysBehind}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
