import { useId } from 'preact/hooks';
import { texts } from '../texts.js';

/** Why a change is made. */
export function ReasonInput({ value, onInput }: { readonly value: string; readonly onInput: (value: string) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{texts.form.reason}</label>
      <input
        id={id}
        type="text"
        value={value}
        aria-describedby={`${id}-hint`}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
      <p id={`${id}-hint`} class="hint">
        {texts.form.reasonHint}
      </p>
    </div>
  );
}
