import type { EntityField } from '../../model/catalogue.js';
import { fromLocalInput, toLocalInput } from '../../model/instant.js';

interface SpanInputProps {
  /** Of the control, for those who hear it; the word is what is seen beside it. */
  readonly label: string;
  readonly word: string;
  readonly field: EntityField;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

/** One end of a span of numbers, days or instants. */
export function SpanInput({ label, word, field: { kind }, value, onInput }: SpanInputProps) {
  const common = { autoComplete: 'off', 'aria-label': label } as const;
  const written = {
    ...common,
    value,
    onInput: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => onInput(currentTarget.value),
  };
  return (
    <span class="span-end">
      <span class="quiet small" aria-hidden="true">
        {word}
      </span>
      {kind === 'DATE_TIME' && (
        <input
          {...common}
          type="datetime-local"
          step="1"
          value={value === '' ? '' : toLocalInput(value)}
          onInput={({ currentTarget }) => onInput(fromLocalInput(currentTarget.value))}
        />
      )}
      {kind === 'DATE' && <input {...written} type="date" />}
      {kind !== 'DATE_TIME' && kind !== 'DATE' && <input {...written} type="text" inputMode="decimal" />}
    </span>
  );
}
