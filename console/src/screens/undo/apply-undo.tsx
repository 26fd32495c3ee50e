import { useState } from 'preact/hooks';
import type { UndoPlan } from '../../../../sdk/src/index.js';
import { ReasonInput } from '../../components/reason-input.js';
import type { Action } from '../../components/use-action.js';
import { openIn } from '../../model/undo-choices.js';
import { texts } from '../../texts.js';
import { ConflictOrFailure } from '../conflict/conflict-or-failure.js';

interface ApplyUndoProps {
  /** Undefined where no record is chosen. */
  readonly plan: UndoPlan | undefined;
  /** Whether another plan is on its way. */
  readonly isPlanning: boolean;
  readonly applying: Action;
  readonly onApply: (reason: string | null) => Promise<void>;
}

/** Does what the plan says, and asks why; what is still missing is told. */
export function ApplyUndo({ plan, isPlanning, applying, onApply }: ApplyUndoProps) {
  const [reason, setReason] = useState('');
  const open = plan ? openIn(plan) : { conflicts: 0, blocked: 0 };
  const count = plan?.steps.length ?? 0;
  return (
    <form
      class="bring-back"
      onSubmit={(event) => {
        event.preventDefault();
        applying.run(() => onApply(reason === '' ? null : reason));
      }}
    >
      <ReasonInput value={reason} onInput={setReason} />
      <ConflictOrFailure error={applying.error} />
      <p class="actions">
        <button
          type="submit"
          class="primary"
          aria-disabled={applying.isBusy}
          disabled={isPlanning || !plan?.possible || count === 0}
        >
          {texts.undo.apply(count)}
        </button>
        <span class="quiet" role="status">
          {!plan && texts.undo.noneChosen}
          {plan && count === 0 && texts.undo.nothing}
          {open.conflicts > 0 && `${texts.undo.undecided(open.conflicts)} `}
          {open.blocked > 0 && texts.undo.blockedSteps(open.blocked)}
        </span>
      </p>
    </form>
  );
}
