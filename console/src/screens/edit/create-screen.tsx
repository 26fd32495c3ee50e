import { useState } from 'preact/hooks';
import { types } from '../../api/catalogue.js';
import { change } from '../../api/records.js';
import { goTo } from '../../app/route.js';
import { Failure } from '../../components/failure.js';
import { Link } from '../../components/link.js';
import { ReasonInput } from '../../components/reason-input.js';
import { useAction } from '../../components/use-action.js';
import type { EntityType } from '../../model/catalogue.js';
import { type Drafts, emptyDraft, valuesOf } from '../../model/draft.js';
import { texts } from '../../texts.js';
import { fieldProblem } from './field-problem.js';
import { RecordForm } from './record-form.js';

/** A form for a new record of a type. */
export function CreateScreen({ plural = '' }: { readonly plural?: string }) {
  const type = types().listedAs(plural);
  return type ? <Create type={type} /> : <p>{texts.notFound}</p>;
}

function Create({ type }: { readonly type: EntityType }) {
  const [drafts, setDrafts] = useState<Drafts>(() =>
    Object.fromEntries(type.fields.map((field) => [field.name, emptyDraft(field)])),
  );
  const [reason, setReason] = useState('');
  const { isBusy, error, run } = useAction();
  const problem = fieldProblem(error);
  const create = async () => {
    const values = valuesOf(type.fields, drafts);
    const { id } = await change('create', type, { ...values, ...(reason !== '' && { reason }) });
    goTo(['records', type.plural, id]);
  };
  return (
    <>
      <p class="crumbs">
        <Link to={['records', type.plural]}>{type.plural}</Link>
      </p>
      <h1>{texts.form.createTitle(type.singular)}</h1>
      <RecordForm
        fields={type.fields}
        drafts={drafts}
        names={new Map()}
        problem={problem}
        onInput={setDrafts}
        onSubmit={() => run(create)}
      >
        <ReasonInput value={reason} onInput={setReason} />
        {!problem && <Failure error={error} />}
        <p class="actions">
          <button type="submit" class="primary" disabled={isBusy}>
            {texts.form.create}
          </button>
          <Link to={['records', type.plural]} class="button">
            {texts.cancel}
          </Link>
        </p>
      </RecordForm>
    </>
  );
}
