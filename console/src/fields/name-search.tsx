import { useState } from 'preact/hooks';
import { types } from '../api/catalogue.js';
import { findNames } from '../api/records.js';
import { Failure } from '../components/failure.js';
import { SafeText } from '../components/safe-text.js';
import { useLoaded } from '../components/use-loaded.js';
import type { EntityType } from '../model/catalogue.js';
import { isSearchable } from '../model/list-query.js';
import { type Named, nameOf } from '../model/shown-record.js';
import { texts } from '../texts.js';

interface NameSearchProps {
  readonly id: string;
  readonly type: EntityType;
  readonly describedBy?: string;
  readonly isInvalid?: boolean;
  /** Records that are not to be offered. */
  readonly without?: readonly string[];
  readonly onChoose: (named: Named) => void;
}

/** Finds a record by what it is called: a text field, and a list of buttons below it. */
export function NameSearch({ id, type, describedBy, isInvalid, without = [], onChoose }: NameSearchProps) {
  const [search, setSearch] = useState('');
  const [isOpen, setOpen] = useState(false);
  return (
    <div
      class="name-search"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && isOpen) {
          event.stopPropagation();
          setOpen(false);
        }
      }}
    >
      <input
        id={id}
        type="search"
        autoComplete="off"
        placeholder={texts.form.find}
        aria-describedby={describedBy}
        aria-invalid={isInvalid}
        value={search}
        onFocus={() => setOpen(true)}
        onInput={({ currentTarget }) => {
          setSearch(currentTarget.value);
          setOpen(true);
        }}
      />
      {isOpen && (
        <Found
          type={type}
          search={search}
          without={without}
          onChoose={(named) => {
            setOpen(false);
            setSearch('');
            onChoose(named);
          }}
        />
      )}
    </div>
  );
}

type FoundProps = Required<Pick<NameSearchProps, 'type' | 'without' | 'onChoose'>> & { readonly search: string };

function Found({ type, search, without, onChoose }: FoundProps) {
  const { value, error } = useLoaded((signal) => findNames(type, search, signal), [type.name, search]);
  if (error !== undefined) return <Failure error={error} />;
  const found = (value ?? []).filter(({ id }) => !without.includes(id));
  return (
    <ul class="found" aria-label={texts.form.choose(type.singular)}>
      {search !== '' && !isSearchable(types().labelOf(type)) && <li class="quiet">{texts.form.notSearched}</li>}
      {value !== undefined && found.length === 0 && <li class="quiet">{texts.form.nobodyFound}</li>}
      {found.map((named) => (
        <li key={named.id}>
          <button type="button" onClick={() => onChoose(named)}>
            <SafeText text={nameOf(named)} />
          </button>
        </li>
      ))}
    </ul>
  );
}
