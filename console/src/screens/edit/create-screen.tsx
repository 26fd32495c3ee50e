import { types } from '../../api/catalogue.js';
import { change } from '../../api/records.js';
import { wayOn } from '../../app/route.js';
import { useAskBeforeLeaving, useWritten } from '../../app/written.js';
import { Failure } from '../../components/failure.js';
import { Link } from '../../components/link.js';
import { ReasonInput } from '../../components/reason-input.js';
import { useAction } from '../../components/use-action.js';
import { ScreenTitle } from '../../components/screen-title.js';
import type { EntityType } from '../../model/catalogue.js';
import { type Drafts, emptyDraft, sameDraft, valuesOf } from '../../model/draft.js';
import { texts } from '../../texts.js';
import { fieldProblem } from './field-problem.js';
import { FoundNote } from './found-note.js';
import { RecordForm } from './record-form.js';

/** A form for a new record of a type. */
export function CreateScreen({ plural = '' }: { readonly plural?: string }) {
  const type = types().listedAs(plural);
  return type ? <Create type={type} /> : <p>{texts.notFound}</p>;
}

/** What stands in the form. */
interface Creation {
  readonly drafts: Drafts;
  readonly reason: string;
}

function Create({ type }: { readonly type: EntityType }) {
  const { written, isFound, write, forget, startOver } = useWritten<Creation>(['create', type.name], () => ({
    drafts: Object.fromEntries(type.fields.map((field) => [field.name, emptyDraft(field)])),
    reason: '',
  }));
  const { drafts, reason } = written;
  const isChanged = type.fields.some((field) => !sameDraft(emptyDraft(field), drafts[field.name] ?? null));
  useAskBeforeLeaving(isChanged);
  const { isBusy, error, run } = useAction();
  const problem = fieldProblem(error);
  const create = async () => {
    const goOn = wayOn();
    const values = valuesOf(type.fields, drafts);
    const { id } = await change('create', type, { ...values, ...(reason !== '' && { reason }) });
    forget();
    goOn(['records', type.plural, id]);
  };
  return (
    <>
      <p class="crumbs">
        <Link to={['records', type.plural]}>{type.plural}</Link>
      </p>
      <ScreenTitle name={texts.form.createTitle(type.singular)} />
      <RecordForm
        fields={type.fields}
        drafts={drafts}
        names={new Map()}
        problem={problem}
        isBusy={isBusy}
        onInput={(now) => write({ ...written, drafts: now })}
        onSubmit={() => run(create)}
      >
        {isFound && isChanged && <FoundNote onStartOver={startOver} />}
        <ReasonInput value={reason} onInput={(now) => write({ ...written, reason: now })} />
        {!problem && <Failure error={error} />}
        <p class="actions">
          <button type="submit" class="primary" aria-disabled={isBusy}>
            {texts.form.create}
          </button>
          <Link to={['records', type.plural]} class="button" onFollow={forget}>
            {texts.cancel}
          </Link>
        </p>
      </RecordForm>
    </>
  );
}
