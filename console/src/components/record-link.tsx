import type { EntityType } from '../model/catalogue.js';
import { type Named, nameOf } from '../model/shown-record.js';
import { texts } from '../texts.js';
import { Link } from './link.js';
import { SafeText } from './safe-text.js';

/** A link to a record, by what it is called. */
export function RecordLink({ type, named }: { readonly type: EntityType | undefined; readonly named: Named }) {
  const name = <SafeText text={nameOf(named)} />;
  if (!type) return name;
  return (
    <span>
      <Link to={['records', type.plural, named.id]}>{name}</Link>
      {named.deletedAt !== null && <span class="badge badge-deleted">{texts.deleted}</span>}
    </span>
  );
}
