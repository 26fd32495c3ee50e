import { useId } from 'preact/hooks';
import type { UndoChoice } from '../../../../sdk/src/index.js';
import { types } from '../../api/catalogue.js';
import { RecordLink } from '../../components/record-link.js';
import { Value } from '../../components/field-value.js';
import { FieldDiff } from '../../diff/field-diff.js';
import type { EntityField, EntityType } from '../../model/catalogue.js';
import { titleOfNamed } from '../../model/field-title.js';
import { type Named, namedBy, withNames } from '../../model/shown-record.js';
import type { UndoConflict as Conflict } from '../../model/undo-choices.js';
import { texts } from '../../texts.js';

interface UndoConflictProps {
  readonly type: EntityType | undefined;
  /** What is planned for the record. */
  readonly operation: string;
  readonly conflict: Conflict;
  readonly names: ReadonlyMap<string, Named>;
  readonly choice: UndoChoice | undefined;
  readonly onDecide: (keep: UndoChoice) => void;
}

/** Something that others have changed since: what the change left, what is there now, what was there before, and what it shall be. */
export function UndoConflict({ type, operation, conflict, names, choice, onDecide }: UndoConflictProps) {
  const group = useId();
  const { field: name } = conflict;
  const field = type?.fields.find((of) => of.name === name);
  const title = titleOfNamed(type?.fields ?? [], name);
  const words = wordsOf(operation, name);
  return (
    <fieldset class="contested">
      <legend>{title}</legend>
      <p class="hint">{hintOf(operation, field)}</p>
      {field ? <Sides field={field} conflict={conflict} operation={operation} names={names} /> : null}
      {!field && <Others conflict={conflict} names={names} />}
      <div class="undo-choice" role="radiogroup" aria-label={title}>
        {(['PRESENT', 'FORMER'] as const).map((keep) => (
          <label key={keep} class="side-head">
            <input type="radio" name={group} checked={choice === keep} onChange={() => onDecide(keep)} />
            {words[keep]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface SidesProps {
  readonly field: EntityField;
  readonly conflict: Conflict;
  readonly operation: string;
  readonly names: ReadonlyMap<string, Named>;
}

/** Always in the order in which they came to be: before, left by the change, now. */
function Sides({ field, conflict: { base, theirs, yours }, operation, names }: SidesProps) {
  const change = { field: field.name, before: base, after: theirs, redacted: field.isSensitive };
  return (
    <div class="sides">
      {operation === 'UPDATE' && (
        <div class="side">
          <p class="quiet small">{texts.undo.yours}</p>
          <Value field={field} value={withNames(field, yours, names)} />
        </div>
      )}
      <div class="side">
        <p class="quiet small">
          {texts.undo.base} → {texts.undo.theirs}
        </p>
        <FieldDiff field={field} change={change} names={names} />
      </div>
    </div>
  );
}

/** What is no field: when it was deleted anew, or children that came to it. */
function Others({ conflict: { field, theirs }, names }: Pick<UndoConflictProps, 'conflict' | 'names'>) {
  if (!Array.isArray(theirs)) return null;
  const type = types().listedAs(field);
  return (
    <ul class="chips">
      {(theirs as readonly string[]).map((id) => (
        <li key={id} class="chip">
          <RecordLink type={type} named={namedBy(names, id)} />
        </li>
      ))}
    </ul>
  );
}

function hintOf(operation: string, field: EntityField | undefined): string {
  if (operation !== 'DELETE') return texts.undo.conflict;
  return field ? texts.undo.goes : texts.undo.children;
}

function wordsOf(operation: string, name: string): Readonly<Record<UndoChoice, string>> {
  if (name === 'deletedAt') return texts.undo.deletion;
  return operation === 'DELETE' ? texts.undo.keepRecord : texts.undo.keep;
}
