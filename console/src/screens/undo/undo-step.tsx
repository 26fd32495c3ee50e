import { types } from '../../api/catalogue.js';
import { RecordLink } from '../../components/record-link.js';
import { SafeText } from '../../components/safe-text.js';
import { ChangedFields } from '../../diff/changed-fields.js';
import { toldChanges } from '../../model/change-set.js';
import { titleOfNamed } from '../../model/field-title.js';
import { type Named, namedBy, nameOf } from '../../model/shown-record.js';
import { type ChosenStep, decisionOf, type UndoChoices, withDecision, withRecord } from '../../model/undo-choices.js';
import { texts } from '../../texts.js';
import { LeaveField } from './leave-field.js';
import { UndoConflict } from './undo-conflict.js';

interface UndoStepProps {
  readonly of: ChosenStep;
  readonly names: ReadonlyMap<string, Named>;
  readonly choices: UndoChoices;
  /** Whether it moved since somebody wanted it undone. */
  readonly isMoved: boolean;
  readonly onChoose: (choices: UndoChoices) => void;
}

/** What undoing does to one record, what is to be decided of it, and what stands in the way. */
export function UndoStep({ of, names, choices, isMoved, onChoose }: UndoStepProps) {
  const { step, planned, isOwn, conflicts, kept } = of;
  const { entityId, entityType } = step;
  const type = types().named(entityType);
  const named = namedBy(names, entityId);
  const isLeft = choices.left.has(entityId);
  const decide = (field: string, keep: 'PRESENT' | 'FORMER' | undefined) =>
    onChoose(withDecision(choices, entityId, field, keep));
  const { blockedBy, liftedBy } = planned ?? step;
  const changes = toldChanges(planned?.changes ?? []);
  return (
    <li class={`undo-step ${isLeft ? 'is-left' : ''}`}>
      <p class="entry-head">
        {isOwn ? (
          <input
            type="checkbox"
            aria-label={texts.undo.record(nameOf(named))}
            checked={!isLeft}
            onChange={({ currentTarget }) => onChoose(withRecord(choices, entityId, currentTarget.checked))}
          />
        ) : (
          <span class="badge">{texts.undo.along}</span>
        )}{' '}
        <span class="quiet small">{type?.singular ?? entityType}</span>{' '}
        <strong>
          <RecordLink type={type} named={named} />
        </strong>{' '}
        <span class={`operation operation-${planned?.operation.toLowerCase()}`}>
          {planned ? (texts.undo.will[planned.operation] ?? planned.operation) : texts.undo.stays}
        </span>
        {isMoved && <span class="badge">{texts.undo.moved}</span>}
      </p>
      {!isLeft && blockedBy != null && (
        <div class="failure">
          <p>
            {texts.undo.blocked}: <SafeText text={blockedBy} />
          </p>
          {type && <LeaveField type={type} fields={liftedBy} onLeave={(field) => decide(field, 'PRESENT')} />}
        </div>
      )}
      {!isLeft &&
        conflicts.map((conflict) => (
          <UndoConflict
            key={conflict.field}
            type={type}
            operation={step.operation}
            conflict={conflict}
            names={names}
            choice={decisionOf(choices, entityId, conflict.field)}
            onDecide={(keep) => decide(conflict.field, keep)}
          />
        ))}
      {changes.length > 0 && <ChangedFields type={type} changes={changes} names={names} />}
      {!isLeft &&
        kept.map((field) => (
          <p key={field} class="small">
            {titleOfNamed(type?.fields ?? [], field)} {texts.undo.keptField}{' '}
            <button type="button" class="link" onClick={() => decide(field, undefined)}>
              {texts.undo.takeBack(titleOfNamed(type?.fields ?? [], field))}
            </button>
          </p>
        ))}
    </li>
  );
}
