import { useId } from 'preact/hooks';

interface ChoiceProps {
  readonly label: string;
  /** Of the control in its form; absent where it is heard by `onChange` alone. */
  readonly name?: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, word: string])[];
  readonly onChange: (value: string) => void;
}

/** One of few values, with its label beside it. */
export function Choice({ label, name, value, options, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <span class="choice">
      <label for={id}>{label}</label>
      <select id={id} name={name} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {options.map(([of, word]) => (
          <option key={of} value={of}>
            {word}
          </option>
        ))}
      </select>
    </span>
  );
}
