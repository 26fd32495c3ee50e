import { useState } from 'preact/hooks';
import type { MovedRecord } from '../../../../sdk/src/index.js';
import type { PlannedUndo } from '../../api/undo.js';
import { chosenSteps, type UndoChoices, withAll } from '../../model/undo-choices.js';
import { texts } from '../../texts.js';
import { UndoStep } from './undo-step.js';

interface UndoStepsProps {
  readonly planned: PlannedUndo;
  readonly choices: UndoChoices;
  readonly moved: readonly MovedRecord[];
  readonly onChoose: (choices: UndoChoices) => void;
}

/** Shown at once: a plan may have thousands. */
const together = 100;

/** What undoing does, record by record, in the order in which it is done. */
export function UndoSteps({ planned, choices, moved, onChoose }: UndoStepsProps) {
  const { whole, chosen, names } = planned;
  const [shown, setShown] = useState(together);
  const steps = chosenSteps(whole, chosen?.plan, choices);
  const movedIds = new Set(moved.map(({ id }) => id));
  return (
    <section aria-label={texts.undo.steps}>
      <h2>
        {texts.undo.steps} <span class="count">{steps.length}</span>
      </h2>
      {whole.steps.length > 1 && (
        <label class="check">
          <input
            type="checkbox"
            checked={choices.left.size === 0}
            onChange={({ currentTarget }) => onChoose(withAll(whole, choices, currentTarget.checked))}
          />
          {texts.undo.all}
        </label>
      )}
      <ol class="undo-steps">
        {steps.slice(0, shown).map((of) => (
          <UndoStep
            key={of.step.entityId}
            of={of}
            names={names}
            choices={choices}
            isMoved={movedIds.has(of.step.entityId)}
            onChoose={onChoose}
          />
        ))}
      </ol>
      {steps.length > shown && (
        <button type="button" onClick={() => setShown(shown + together)}>
          {texts.undo.more(steps.length - shown)}
        </button>
      )}
    </section>
  );
}
