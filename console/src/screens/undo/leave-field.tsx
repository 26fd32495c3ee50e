import { Choice } from '../../components/choice.js';
import type { EntityType } from '../../model/catalogue.js';
import { fieldTitle } from '../../model/field-title.js';
import { texts } from '../../texts.js';

interface LeaveFieldProps {
  readonly type: EntityType;
  /** Fields that are left already. */
  readonly without: readonly string[];
  readonly onLeave: (field: string) => void;
}

/** Lets a field stay as it is, where putting it back is what cannot be done. */
export function LeaveField({ type, without, onLeave }: LeaveFieldProps) {
  const fields = type.fields.filter(({ name }) => !without.includes(name));
  return (
    <Choice
      label={texts.undo.leaveField}
      value=""
      options={[['', texts.undo.chooseField], ...fields.map((field) => [field.name, fieldTitle(field)] as const)]}
      onChange={(field) => field !== '' && onLeave(field)}
    />
  );
}
