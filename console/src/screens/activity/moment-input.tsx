import { useId } from 'preact/hooks';
import { toLocalInput } from '../../model/instant.js';

interface MomentInputProps {
  readonly name: string;
  readonly label: string;
  /** RFC 3339; empty for none. */
  readonly instant: string;
}

/** A local date and time of a form. */
export function MomentInput({ name, label, instant }: MomentInputProps) {
  const id = useId();
  return (
    <span class="choice">
      <label for={id}>{label}</label>
      <input
        id={id}
        key={instant}
        type="datetime-local"
        step={1}
        name={name}
        defaultValue={instant === '' ? '' : toLocalInput(instant)}
      />
    </span>
  );
}
