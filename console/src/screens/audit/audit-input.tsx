import { useId } from 'preact/hooks';

interface AuditInputProps {
  readonly label: string;
  readonly value: string;
  readonly type?: 'text' | 'datetime-local';
  /** The id of a list of what may be meant. */
  readonly list?: string;
  readonly onInput: (value: string) => void;
}

/** One thing that entries must be, below its label. */
export function AuditInput({ label, value, type = 'text', list, onInput }: AuditInputProps) {
  const id = useId();
  return (
    <span class="audit-input">
      <label for={id}>{label}</label>
      <input
        id={id}
        type={type}
        step={type === 'text' ? undefined : 1}
        list={list}
        autoComplete="off"
        spellcheck={false}
        value={value}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
    </span>
  );
}
