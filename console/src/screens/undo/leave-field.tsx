import { Choice } from '../../components/choice.js';
import type { EntityType } from '../../model/catalogue.js';
import { titleOfNamed } from '../../model/field-title.js';
import { texts } from '../../texts.js';

interface LeaveFieldProps {
  readonly type: EntityType;
  /** The names of those that help where they are left. */
  readonly fields: readonly string[];
  readonly onLeave: (field: string) => void;
}

/** Lets a field stay as it is, where that takes away what stands in the way of an undo. */
export function LeaveField({ type, fields, onLeave }: LeaveFieldProps) {
  if (fields.length === 0) return null;
  return (
    <Choice
      label={texts.undo.leaveField}
      value=""
      options={[
        ['', texts.undo.chooseField],
        ...fields.map((name) => [name, titleOfNamed(type.fields, name)] as const),
      ]}
      onChange={(field) => field !== '' && onLeave(field)}
    />
  );
}
