import { types } from '../api/catalogue.js';
import { SafeText } from '../components/safe-text.js';
import type { EntityType } from '../model/catalogue.js';
import { isSearchable } from '../model/list-query.js';
import { type Named, nameOf } from '../model/shown-record.js';
import { texts } from '../texts.js';

interface NameOptionsProps {
  readonly listId: string;
  readonly optionId: (id: string) => string;
  readonly type: EntityType;
  readonly search: string;
  readonly found: readonly Named[];
  /** The place of the one that Enter chooses. */
  readonly active: number | null;
  readonly isLoading: boolean;
  readonly onChoose: (named: Named) => void;
}

/** The records that a search has found, as the options of a combobox. */
export function NameOptions(props: NameOptionsProps) {
  const { listId, optionId, type, search, found, active, isLoading, onChoose } = props;
  return (
    <>
      <p class="quiet" role="status">
        {search !== '' && !isSearchable(types().labelOf(type)) && texts.form.notSearched}
        {found.length === 0 && (isLoading ? texts.loading : texts.form.nobodyFound)}
      </p>
      {found.length > 0 && (
        <ul id={listId} role="listbox" aria-label={texts.form.choose(type.singular)}>
          {found.map((named, n) => (
            <li
              key={named.id}
              id={optionId(named.id)}
              role="option"
              aria-selected={n === active}
              onClick={() => onChoose(named)}
            >
              <SafeText text={nameOf(named)} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
