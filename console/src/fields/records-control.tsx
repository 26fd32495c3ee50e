import { useState } from 'preact/hooks';
import { types } from '../api/catalogue.js';
import { SafeText } from '../components/safe-text.js';
import { type Named, nameOf } from '../model/shown-record.js';
import { texts } from '../texts.js';
import type { ControlProps } from './control.js';
import { NameSearch } from './name-search.js';

/** A control for a reference or links: chips of what is chosen, and a search for more. */
export function RecordsControl({ id, field, draft, names, describedBy, isInvalid, onInput }: ControlProps) {
  const [found, setFound] = useState<ReadonlyMap<string, Named>>(new Map());
  const isOne = field.kind === 'REFERENCE';
  const chosen = isOne
    ? draft === null || draft === ''
      ? []
      : [draft as string]
    : ((draft ?? []) as readonly string[]);
  const type = types().named(field.target ?? '');
  const nameFor = (of: string) => nameOf(found.get(of) ?? names.get(of) ?? { id: of, label: null });
  const take = (ids: readonly string[]) => onInput(isOne ? (ids.at(-1) ?? null) : ids);
  return (
    <>
      {chosen.length > 0 && (
        <ul class="chips">
          {chosen.map((of) => (
            <li key={of} class="chip">
              <SafeText text={nameFor(of)} />
              <button
                type="button"
                class="link"
                aria-label={texts.form.remove(nameFor(of))}
                onClick={() => take(chosen.filter((other) => other !== of))}
              >
                ✕
              </button>
            </li>
          ))}
        </ul>
      )}
      {type && (
        <NameSearch
          id={id}
          type={type}
          describedBy={describedBy}
          isInvalid={isInvalid}
          without={chosen}
          onChoose={(named) => {
            setFound(new Map(found).set(named.id, named));
            take([...chosen, named.id]);
          }}
        />
      )}
    </>
  );
}
