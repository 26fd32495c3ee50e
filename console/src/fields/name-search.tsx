import { useEffect, useState } from 'preact/hooks';
import { Failure } from '../components/failure.js';
import type { EntityType } from '../model/catalogue.js';
import { comboboxStep } from '../model/combobox.js';
import type { Named } from '../model/shown-record.js';
import { texts } from '../texts.js';
import { NameOptions } from './name-options.js';
import { useFoundNames } from './use-found-names.js';

interface NameSearchProps {
  readonly id: string;
  readonly type: EntityType;
  readonly describedBy?: string;
  readonly isInvalid?: boolean;
  /** Records that are not to be offered. */
  readonly without?: readonly string[];
  readonly onChoose: (named: Named) => void;
}

/** Finds a record by what it is called: a combobox, whose list shows what is found. */
export function NameSearch({ id, type, describedBy, isInvalid, without = [], onChoose }: NameSearchProps) {
  const [search, setSearch] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [activeId, setActiveId] = useState<string | null>(null);
  const { value, error, isLoading } = useFoundNames(type, search, isOpen);
  const found = isOpen ? (value ?? []).filter((named) => !without.includes(named.id)) : [];
  const place = found.findIndex((named) => named.id === activeId);
  const active = place === -1 ? null : place;
  const optionId = (of: string) => `${id}-${of}`;
  useEffect(() => {
    if (activeId !== null) document.getElementById(optionId(activeId))?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);

  const show = (isShown: boolean, at: number | null = null) => {
    setOpen(isShown);
    setActiveId(at === null ? null : found[at]!.id);
  };
  const write = (text: string) => {
    setSearch(text);
    show(text !== '');
  };
  const choose = (named: Named) => {
    write('');
    onChoose(named);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = comboboxStep(event.key, { isOpen, active }, found.length, search !== '');
    if (step === undefined) return;
    // Neither sends the form, nor closes the dialog around it, nor leaves the past.
    event.preventDefault();
    event.stopPropagation();
    if (step === 'choose') choose(found[active!]!);
    else if (step === 'clear') write('');
    else show(step.isOpen, step.active);
  };
  return (
    <div class="name-search">
      <input
        id={id}
        type="text"
        role="combobox"
        autoComplete="off"
        spellcheck={false}
        placeholder={texts.form.find}
        aria-autocomplete="list"
        aria-expanded={found.length > 0}
        aria-controls={found.length > 0 ? `${id}-found` : undefined}
        aria-activedescendant={active === null ? undefined : optionId(activeId!)}
        aria-describedby={describedBy}
        aria-invalid={isInvalid}
        value={search}
        onInput={({ currentTarget }) => write(currentTarget.value)}
        onClick={() => show(true)}
        onBlur={() => show(false)}
        onKeyDown={onKeyDown}
      />
      {isOpen && (
        // What is pressed there takes no focus, so that the list is still shown when it is let go.
        <div class="found" aria-busy={isLoading} onMouseDown={(event) => event.preventDefault()}>
          <Failure error={error} />
          <NameOptions
            listId={`${id}-found`}
            optionId={optionId}
            type={type}
            search={search}
            found={found}
            active={active}
            isLoading={isLoading}
            onChoose={choose}
          />
        </div>
      )}
    </div>
  );
}
