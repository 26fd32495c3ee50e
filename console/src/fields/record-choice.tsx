import { useId } from 'preact/hooks';
import { ChosenName } from '../components/chosen-name.js';
import type { EntityType } from '../model/catalogue.js';
import { texts } from '../texts.js';
import { NameSearch } from './name-search.js';

interface RecordChoiceProps {
  /** Of what is chosen; its label is not seen where something else says it. */
  readonly title: string;
  readonly type: EntityType;
  /** Null: none is chosen. */
  readonly chosen: string | null;
  readonly onChoose: (id: string | null) => void;
}

/** One record to look for by: a chip of what is chosen, else a search. */
export function RecordChoice({ title, type, chosen, onChoose }: RecordChoiceProps) {
  const id = useId();
  if (chosen !== null) {
    return (
      <span class="chip">
        <ChosenName type={type} id={chosen} />
        <button type="button" class="link" aria-label={texts.form.remove(title)} onClick={() => onChoose(null)}>
          ✕
        </button>
      </span>
    );
  }
  return (
    <div>
      <label for={id} class="only-read">
        {title}
      </label>
      <NameSearch id={id} type={type} onChoose={(named) => onChoose(named.id)} />
    </div>
  );
}
