import { useId, useMemo } from 'preact/hooks';
import type { FieldConflict } from '../../../../sdk/src/index.js';
import { FieldDiff } from '../../diff/field-diff.js';
import { FieldControl } from '../../fields/field-control.js';
import type { EntityField } from '../../model/catalogue.js';
import { draftOf } from '../../model/draft.js';
import { fieldTitle } from '../../model/field-title.js';
import { type Choice, mergedText, mergeOf, openHunks } from '../../model/resolution.js';
import type { Named } from '../../model/shown-record.js';
import { texts } from '../../texts.js';
import type { Decision } from './decisions.js';
import { MergeEditor } from './merge-editor.js';
import { Side } from './side.js';

interface ContestedFieldProps {
  readonly field: EntityField;
  readonly conflict: FieldConflict;
  readonly baseKnown: boolean;
  readonly names: ReadonlyMap<string, Named>;
  readonly decision: Decision | undefined;
  readonly onDecide: (decision: Decision) => void;
}

/** A field that both sides changed: before, theirs, yours, and what it shall be. */
export function ContestedField(props: ContestedFieldProps) {
  const { field, conflict, baseKnown, names, decision, onDecide } = props;
  const { base, theirs, yours } = conflict;
  const redacted = conflict.redacted === true;
  const merge = useMemo(() => mergeOf(field, conflict, baseKnown), [conflict]);
  const group = useId();
  const began: Omit<Decision, 'choice'> = merge
    ? { draft: mergedText(merge.hunks, []), lines: [], undecidedLines: openHunks(merge.hunks, []) }
    : { draft: draftOf(field, yours) };
  const decide = (choice: Choice) => onDecide({ ...(decision ?? began), choice });
  return (
    <fieldset class="contested">
      <legend>{fieldTitle(field)}</legend>
      <p class="hint">{began.undecidedLines === 0 ? texts.conflict.mergedAtOnce : texts.conflict.contested}</p>
      {baseKnown && !redacted && <Side title={texts.conflict.base} field={field} value={base} names={names} />}
      <div class="sides" role="radiogroup" aria-label={texts.conflict.choose(fieldTitle(field))}>
        {(['theirs', 'yours'] as const).map((side) => (
          <div key={side} class={`side ${decision?.choice === side ? 'is-chosen' : ''}`}>
            <label class="side-head">
              <input type="radio" name={group} checked={decision?.choice === side} onChange={() => decide(side)} />
              {texts.conflict[side]}
            </label>
            {baseKnown || redacted ? (
              <FieldDiff
                field={field}
                change={{
                  field: field.name,
                  before: base,
                  after: side === 'theirs' ? theirs : yours,
                  redacted: redacted,
                }}
                names={names}
              />
            ) : (
              <Side field={field} value={side === 'theirs' ? theirs : yours} names={names} />
            )}
          </div>
        ))}
        <div class={`side ${decision?.choice === 'edited' ? 'is-chosen' : ''}`}>
          <label class="side-head">
            <input
              type="radio"
              name={group}
              checked={decision?.choice === 'edited'}
              onChange={() => decide('edited')}
            />
            {merge ? texts.conflict.merged : texts.conflict.edited}
          </label>
        </div>
      </div>
      {decision?.choice === 'edited' &&
        (merge ? (
          <MergeEditor
            hunks={merge.hunks}
            choices={decision.lines ?? []}
            text={String(decision.draft)}
            onInput={(draft, lines, undecidedLines) => onDecide({ choice: 'edited', draft, lines, undecidedLines })}
          />
        ) : (
          <FieldControl
            field={field}
            draft={decision.draft}
            names={names}
            onInput={(draft) => onDecide({ choice: 'edited', draft })}
          />
        ))}
    </fieldset>
  );
}
