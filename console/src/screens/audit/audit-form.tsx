import { useId, useLayoutEffect, useState } from 'preact/hooks';
import { types } from '../../api/catalogue.js';
import { Choice } from '../../components/choice.js';
import { RecordChoice } from '../../fields/record-choice.js';
import type { AuditEntryHead } from '../../model/audit-entry.js';
import { auditActions } from '../../model/audit-actions.js';
import { type AuditConditions, auditFilter, type AuditQuery, changedAuditQuery } from '../../model/audit-query.js';
import { fromLocalInput, toLocalInput } from '../../model/instant.js';
import { texts } from '../../texts.js';
import { AuditInput } from './audit-input.js';

interface AuditFormProps {
  readonly query: AuditQuery;
  /** Of the page: what they did is offered to look for. */
  readonly shown: readonly AuditEntryHead[];
  readonly onChange: (query: AuditQuery) => void;
}

const nothing: AuditConditions = {
  action: '',
  actorId: '',
  entityType: '',
  entityId: '',
  changeSetId: '',
  from: '',
  to: '',
};

/** What entries must be: all that the API can filter by. */
export function AuditForm({ query, shown, onChange }: AuditFormProps) {
  const [draft, setDraft] = useState<AuditConditions>(query);
  const given = auditFilter(query);
  // The controls follow the address, as where somebody goes back.
  useLayoutEffect(() => setDraft(query), [JSON.stringify(given)]);
  const actions = useId();
  const users = types().named('User');
  const change = (part: Partial<AuditConditions>) => setDraft({ ...draft, ...part });
  const names = new Set(types().types.map(({ name }) => name));
  if (draft.entityType !== '') names.add(draft.entityType);
  return (
    <form
      class="audit-form"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(changedAuditQuery(query, draft));
      }}
    >
      <AuditInput
        label={texts.audit.action}
        value={draft.action}
        list={actions}
        onInput={(action) => change({ action })}
      />
      <datalist id={actions}>
        {auditActions(types(), shown).map((action) => (
          <option key={action} value={action} />
        ))}
      </datalist>
      <Choice
        label={texts.audit.type}
        value={draft.entityType}
        options={[['', texts.audit.anyType], ...[...names].map((name) => [name, name] as const)]}
        onChange={(entityType) => change({ entityType })}
      />
      {users && (
        <div class="audit-who">
          <span class="quiet small" aria-hidden="true">
            {texts.audit.who}
          </span>
          <RecordChoice
            title={texts.audit.who}
            type={users}
            chosen={draft.actorId === '' ? null : draft.actorId}
            onChoose={(id) => change({ actorId: id ?? '' })}
          />
        </div>
      )}
      {!users && (
        <AuditInput label={texts.audit.actorId} value={draft.actorId} onInput={(actorId) => change({ actorId })} />
      )}
      <AuditInput label={texts.audit.recordId} value={draft.entityId} onInput={(entityId) => change({ entityId })} />
      <AuditInput
        label={texts.audit.changeSetId}
        value={draft.changeSetId}
        onInput={(changeSetId) => change({ changeSetId })}
      />
      {(['from', 'to'] as const).map((end) => (
        <AuditInput
          key={end}
          label={texts.audit[end]}
          type="datetime-local"
          value={draft[end] === '' ? '' : toLocalInput(draft[end])}
          onInput={(local) => change({ [end]: fromLocalInput(local) })}
        />
      ))}
      <p class="actions">
        <button type="submit" class="primary">
          {texts.audit.show}
        </button>
        {Object.keys(given).length > 0 && (
          <button type="button" onClick={() => onChange(changedAuditQuery(query, nothing))}>
            {texts.audit.clear}
          </button>
        )}
      </p>
    </form>
  );
}
