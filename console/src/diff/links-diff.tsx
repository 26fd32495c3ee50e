import { types } from '../api/catalogue.js';
import { RecordLink } from '../components/record-link.js';
import type { EntityField } from '../model/catalogue.js';
import { type Named, namedBy } from '../model/shown-record.js';
import { texts } from '../texts.js';

interface LinksDiffProps {
  readonly field: EntityField;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly names: ReadonlyMap<string, Named>;
}

/** Links by what they are called: those that came, those that went. */
export function LinksDiff({ field, before, after, names }: LinksDiffProps) {
  const removed = before.filter((id) => !after.includes(id));
  const added = after.filter((id) => !before.includes(id));
  const type = types().named(field.target ?? '');
  return (
    <ul class="chips">
      {removed.map((id) => (
        <li key={id} class="chip">
          <del>
            <span class="only-read">{texts.compare.removed} </span>
            <span aria-hidden="true">− </span>
            <RecordLink type={type} named={namedBy(names, id)} />
          </del>
        </li>
      ))}
      {added.map((id) => (
        <li key={id} class="chip">
          <ins>
            <span class="only-read">{texts.compare.added} </span>
            <span aria-hidden="true">+ </span>
            <RecordLink type={type} named={namedBy(names, id)} />
          </ins>
        </li>
      ))}
    </ul>
  );
}
