import type { ComponentChildren } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import { SafeText } from '../components/safe-text.js';
import type { EntityField } from '../model/catalogue.js';
import { fieldTitle } from '../model/field-title.js';
import { type Draft, mustBeFilled } from '../model/draft.js';
import type { Named } from '../model/shown-record.js';
import { texts } from '../texts.js';
import { ChoiceControl } from './choice-control.js';
import { RecordsControl } from './records-control.js';
import { TextControl } from './text-control.js';

interface FieldControlProps {
  readonly field: EntityField;
  readonly draft: Draft;
  readonly names: ReadonlyMap<string, Named>;
  /** What is wrong with it, in the server's words or the form's own. */
  readonly problem?: string | undefined;
  readonly onInput: (draft: Draft) => void;
  /** What can be done about the problem. */
  readonly children?: ComponentChildren;
}

/** A field of a form: its name, its control by kind, how it is written, and what is wrong with it, which leads to it. */
export function FieldControl({ field, draft, names, problem, onInput, children }: FieldControlProps) {
  const id = useId();
  const Control = controlOf(field);
  const hint = hintOf(field);
  // In a long form it may be far from the button that was pressed.
  useEffect(() => {
    if (problem !== undefined) document.getElementById(id)?.focus();
  }, [problem]);
  return (
    <div class={`field field-${field.kind.toLowerCase()}`}>
      <label for={id}>
        {fieldTitle(field)} {mustBeFilled(field) && <span class="quiet small">{texts.form.required}</span>}
      </label>
      <Control
        id={id}
        field={field}
        draft={draft}
        names={names}
        describedBy={`${id}-hint`}
        isInvalid={problem !== undefined}
        onInput={onInput}
      />
      <p id={`${id}-hint`} class="hint">
        {problem !== undefined && (
          <span class="problem" role="alert">
            <SafeText text={problem} />{' '}
          </span>
        )}
        {hint}
      </p>
      {children}
    </div>
  );
}

function controlOf({ kind, isList }: EntityField) {
  if (kind === 'REFERENCE' || kind === 'LINKS') return RecordsControl;
  return (kind === 'ENUM' || kind === 'BOOLEAN') && !isList ? ChoiceControl : TextControl;
}

function hintOf({ kind, isList, isSensitive, isNullable }: EntityField): string {
  if (isSensitive) return texts.form.secretHint;
  const empty = isNullable && kind !== 'LINKS' && kind !== 'REFERENCE' ? ` ${texts.form.optional}` : '';
  if (isList || kind === 'JSON' || kind === 'JSON_OBJECT' || kind === 'OTHER') return texts.form.jsonHint + empty;
  if (kind === 'DECIMAL') return texts.form.exactHint + empty;
  return kind === 'DATE_TIME' ? texts.form.localHint + empty : empty.trim();
}
