import { useId, useLayoutEffect, useRef } from 'preact/hooks';
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

/** One record to look for by: a chip of what is chosen, else a search. Each gets the focus of the other, whose place it takes. */
export function RecordChoice({ title, type, chosen, onChoose }: RecordChoiceProps) {
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  const isChoosing = useRef(false);
  useLayoutEffect(() => {
    if (isChoosing.current) place.current?.querySelector<HTMLElement>('button, input')?.focus();
    isChoosing.current = false;
  }, [chosen]);
  const choose = (now: string | null) => {
    isChoosing.current = true;
    onChoose(now);
  };
  return (
    <div ref={place}>
      {chosen === null ? (
        <>
          <label for={id} class="only-read">
            {title}
          </label>
          <NameSearch id={id} type={type} onChoose={(named) => choose(named.id)} />
        </>
      ) : (
        <span class="chip">
          <ChosenName type={type} id={chosen} />
          <button type="button" class="link" aria-label={texts.form.remove(title)} onClick={() => choose(null)}>
            ✕
          </button>
        </span>
      )}
    </div>
  );
}
