import { texts } from '../texts.js';
import type { ControlProps } from './control.js';

/** A control for one of few values: enums and booleans. */
export function ChoiceControl({ id, field, draft, describedBy, isInvalid, onInput }: ControlProps) {
  const isBoolean = field.kind === 'BOOLEAN';
  const values = isBoolean ? ['true', 'false'] : (field.values ?? []);
  const words: Readonly<Record<string, string>> = isBoolean ? { true: texts.yes, false: texts.no } : {};
  const take = (value: string) => {
    if (value === '') return onInput(null);
    return onInput(isBoolean ? value === 'true' : value);
  };
  return (
    <select
      id={id}
      aria-describedby={describedBy}
      aria-invalid={isInvalid}
      value={draft === null ? '' : String(draft)}
      onChange={({ currentTarget }) => take(currentTarget.value)}
    >
      {(field.isNullable || draft === null) && <option value="">{texts.none}</option>}
      {values.map((value) => (
        <option key={value} value={value}>
          {words[value] ?? value}
        </option>
      ))}
    </select>
  );
}
