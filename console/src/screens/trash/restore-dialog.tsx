import { useState } from 'preact/hooks';
import { type AlreadyExistsDetails, isAlreadyExists, isConflict } from '../../../../sdk/src/index.js';
import { types } from '../../api/catalogue.js';
import { change } from '../../api/records.js';
import { tell } from '../../app/notice.js';
import { Dialog } from '../../components/dialog.js';
import { Link } from '../../components/link.js';
import { ReasonInput } from '../../components/reason-input.js';
import { SafeText } from '../../components/safe-text.js';
import { useAction } from '../../components/use-action.js';
import { FieldControl } from '../../fields/field-control.js';
import type { EntityField, EntityType } from '../../model/catalogue.js';
import { type Draft, valueOf } from '../../model/draft.js';
import { fieldTitle } from '../../model/field-title.js';
import { type Named, nameOf } from '../../model/shown-record.js';
import { texts } from '../../texts.js';
import { ConflictOrFailure } from '../conflict/conflict-or-failure.js';
import { fieldProblem } from '../edit/field-problem.js';
import { TakenLink } from '../edit/taken-link.js';
import { OwnerFirst } from './owner-first.js';

interface RestoreDialogProps {
  readonly type: EntityType;
  readonly record: Named & { readonly version: number };
  readonly onClose: () => void;
  readonly onRestored: () => void;
}

/** Restores a record. What stands in the way is settled here: another key, or what it belongs to first. */
export function RestoreDialog({ type, record, onClose, onRestored }: RestoreDialogProps) {
  const [reason, setReason] = useState('');
  const [patch, setPatch] = useState<Readonly<Record<string, Draft>>>({});
  const { isBusy, error, run } = useAction();
  // They stay in the form once they were taken: the next attempt may fail for another reason.
  const [taken, setTaken] = useState<ReadonlyMap<string, AlreadyExistsDetails>>(new Map());
  const fields = type.fields.filter(({ name }) => taken.has(name));
  const problem = fieldProblem(error);
  const owner = isConflict(error) ? error.details.blockedBy : undefined;

  const restore = async () => {
    const settled = type.fields.filter(({ name }) => name in patch);
    try {
      await change('restore', type, {
        id: record.id,
        expectedVersion: record.version,
        patch: Object.fromEntries(settled.map((field) => [field.name, valueOf(field, patch[field.name] ?? null)])),
        ...(reason !== '' && { reason }),
      });
    } catch (thrown) {
      // The key that is taken may be one of a child that comes along, which has no field here.
      if (isAlreadyExists(thrown) && thrown.details.entityType === type.name) {
        setTaken(new Map([...taken, ...thrown.details.fields.map((name) => [name, thrown.details] as const)]));
      }
      throw thrown;
    }
    onRestored();
    tell(
      <p>
        {texts.trash.restored(1)}{' '}
        <Link to={['records', type.plural, record.id]}>
          {texts.trash.open} <SafeText text={nameOf(record)} />
        </Link>
      </p>,
    );
  };
  return (
    <Dialog title={`${texts.trash.restore}: ${nameOf(record)}`} isBusy={isBusy} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          run(restore);
        }}
      >
        {fields.map((field) => (
          <FieldControl
            key={field.name}
            field={field}
            draft={patch[field.name] ?? null}
            names={new Map()}
            problem={problemOf(field)}
            onInput={(draft) => setPatch({ ...patch, [field.name]: draft })}
          >
            <TakenBy details={taken.get(field.name)} />
          </FieldControl>
        ))}
        <ReasonInput value={reason} onInput={setReason} />
        {owner ? (
          <OwnerFirst
            type={types().named(owner.entityType)}
            id={owner.id}
            reason={reason}
            onRestored={() => run(restore)}
          />
        ) : (
          !(problem && taken.has(problem.field)) && <ConflictOrFailure error={error} />
        )}
        <p class="actions">
          <button type="submit" class="primary" aria-disabled={isBusy}>
            {fields.length > 0 ? texts.trash.restoreSo : texts.trash.restore}
          </button>
          <button type="button" aria-disabled={isBusy} onClick={() => isBusy || onClose()}>
            {texts.cancel}
          </button>
        </p>
      </form>
    </Dialog>
  );

  /** What is wrong with what was sent last. */
  function problemOf({ name, shownAs }: EntityField): string | undefined {
    if (isAlreadyExists(error) && error.details.fields.includes(name)) {
      return texts.trash.taken(fieldTitle({ name, shownAs }));
    }
    return problem?.field === name ? problem.message : undefined;
  }
}

function TakenBy({ details }: { readonly details: AlreadyExistsDetails | undefined }) {
  if (details?.conflictingId === undefined) return null;
  return <TakenLink taken={{ entityType: details.entityType, id: details.conflictingId }} />;
}
