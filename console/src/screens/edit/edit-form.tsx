import { type ConflictDetails, isConflict } from '../../../../sdk/src/index.js';
import { change } from '../../api/records.js';
import { wayOn } from '../../app/route.js';
import { useAskBeforeLeaving, useWritten } from '../../app/written.js';
import { Failure } from '../../components/failure.js';
import { Link } from '../../components/link.js';
import { ReasonInput } from '../../components/reason-input.js';
import { useAction } from '../../components/use-action.js';
import type { EntityType } from '../../model/catalogue.js';
import { draftOf, type Drafts, patchOf, sameDraft } from '../../model/draft.js';
import { rebaseOn } from '../../model/resolution.js';
import { inputValue, namesIn, type ShownRecord } from '../../model/shown-record.js';
import { texts } from '../../texts.js';
import { ConflictPanel } from '../conflict/conflict-panel.js';
import { type Decisions, mergedAtOnce } from '../conflict/decisions.js';
import { fieldProblem } from './field-problem.js';
import { FoundNote } from './found-note.js';
import { RecordForm } from './record-form.js';

interface EditFormProps {
  readonly type: EntityType;
  readonly record: ShownRecord;
  /** Loads the record anew, and so lets go of what was written. */
  readonly onReload: () => void;
}

/** What was written and refused, because others were faster, and what has been decided since. */
interface Refused {
  readonly conflict: ConflictDetails;
  readonly patch: Readonly<Record<string, unknown>>;
  readonly decisions: Decisions;
}

/** What stands in the form, what it began with, and the conflict that it is in. */
interface Edit {
  /** Of the record, when the form was opened. */
  readonly version: number;
  readonly began: Drafts;
  readonly drafts: Drafts;
  readonly reason: string;
  readonly refused: Refused | null;
}

/** A form that sends what was changed in it. Where others were faster it keeps what was written, and settles. */
export function EditForm({ type, record, onReload }: EditFormProps) {
  const { written, isFound, write, isLast, forget, startOver } = useWritten<Edit>(['edit', record.id], () => {
    const began = Object.fromEntries(
      type.fields.map((field) => [field.name, draftOf(field, inputValue(field, record))]),
    );
    return { version: record.version, began, drafts: began, reason: '', refused: null };
  });
  const { version, began, drafts, reason, refused } = written;
  const { isBusy, error, run } = useAction();
  const problem = fieldProblem(error);
  const address = ['records', type.plural, record.id] as const;
  const isChanged = type.fields.some(({ name }) => !sameDraft(began[name] ?? null, drafts[name] ?? null));
  useAskBeforeLeaving(isChanged);

  const send = async (verb: 'update' | 'restore', expectedVersion: number, patch: Refused['patch']) => {
    const goOn = wayOn();
    try {
      await change(verb, type, { id: record.id, expectedVersion, patch, ...(reason !== '' && { reason }) });
      forget();
      goOn(address);
    } catch (thrown) {
      if (!isConflict(thrown) || thrown.details.currentVersion === expectedVersion || !isLast()) throw thrown;
      const { details: conflict } = thrown;
      const decisions = mergedAtOnce(type, conflict, rebaseOn(type, conflict, patch).contested);
      write({ ...written, refused: { conflict, patch, decisions } });
    }
  };
  const save = async () => {
    const patch = patchOf(type.fields, began, drafts);
    if (Object.keys(patch).length === 0) throw new TypeError(texts.form.nothingChanged);
    await send('update', version, patch);
  };
  if (refused) {
    return (
      <ConflictPanel
        key={refused.conflict.currentVersion}
        type={type}
        names={namesIn(type.fields, record)}
        conflict={refused.conflict}
        patch={refused.patch}
        decisions={refused.decisions}
        onDecide={(decisions) => write({ ...written, refused: { ...refused, decisions } })}
        isBusy={isBusy}
        error={error}
        onSave={(verb, version, patch) => run(() => send(verb, version, patch))}
        onDiscard={() => {
          startOver();
          onReload();
        }}
      />
    );
  }
  return (
    <RecordForm
      fields={type.fields}
      drafts={drafts}
      names={namesIn(type.fields, record)}
      problem={problem}
      isBusy={isBusy}
      onInput={(now) => write({ ...written, drafts: now })}
      onSubmit={() => run(save)}
    >
      {isFound && isChanged && <FoundNote onStartOver={startOver} />}
      <ReasonInput value={reason} onInput={(now) => write({ ...written, reason: now })} />
      {!problem && <Failure error={error} />}
      <p class="actions">
        <button type="submit" class="primary" aria-disabled={isBusy}>
          {texts.save}
        </button>
        <Link to={address} class="button" onFollow={forget}>
          {texts.cancel}
        </Link>
      </p>
    </RecordForm>
  );
}
