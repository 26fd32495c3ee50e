import { useState } from 'preact/hooks';
import { fromLocalInput, toLocalInput } from '../model/instant.js';
import { isWrittenAsJson, mustBeFilled } from '../model/draft.js';
import { withLineEnds } from '../model/line-ends.js';
import type { ControlProps } from './control.js';

const numbers: Readonly<Record<string, 'numeric' | 'decimal'>> = {
  INTEGER: 'numeric',
  BIG_INTEGER: 'numeric',
  DECIMAL: 'decimal',
  FLOAT: 'decimal',
};

/** A control for what is written as text: texts, documents, numbers, dates, instants, JSON. */
export function TextControl({ id, field, draft, describedBy, isInvalid, onInput }: ControlProps) {
  const text = (draft ?? '') as string;
  // Of several lines, a control of one would make one.
  const [hasLines] = useState(() => /[\r\n]/.test(text));
  const common = {
    id,
    'aria-describedby': describedBy,
    'aria-invalid': isInvalid,
    'aria-required': mustBeFilled(field),
    spellcheck: field.kind === 'TEXT' || field.kind === 'DOCUMENT',
  };
  if (field.kind === 'DOCUMENT' || isWrittenAsJson(field) || (field.kind === 'TEXT' && hasLines)) {
    return (
      <textarea
        {...common}
        class={isWrittenAsJson(field) ? 'json' : 'document'}
        rows={Math.min(24, Math.max(4, text.split('\n', 24).length + 1))}
        value={text}
        onInput={({ currentTarget }) => onInput(withLineEnds(text, currentTarget.value))}
      />
    );
  }
  if (field.kind === 'DATE_TIME') {
    return (
      <input
        {...common}
        type="datetime-local"
        step="1"
        value={text === '' ? '' : toLocalInput(text)}
        onInput={({ currentTarget }) => onInput(fromLocalInput(currentTarget.value))}
      />
    );
  }
  const written = {
    ...common,
    value: text,
    onInput: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => onInput(currentTarget.value),
  };
  if (field.kind === 'DATE') return <input {...written} type="date" />;
  if (field.isSensitive) return <input {...written} type="password" autoComplete="new-password" />;
  return <input {...written} type="text" inputMode={numbers[field.kind]} autoComplete="off" />;
}
