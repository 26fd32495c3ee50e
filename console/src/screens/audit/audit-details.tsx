import type { ComponentChildren } from 'preact';
import { types } from '../../api/catalogue.js';
import { readAuditEntry } from '../../api/audit-log.js';
import { ChangeSetLink } from '../../components/change-set-link.js';
import { Failure } from '../../components/failure.js';
import { SafeText } from '../../components/safe-text.js';
import { useLoaded } from '../../components/use-loaded.js';
import { FieldDiff } from '../../diff/field-diff.js';
import { auditChanges, type AuditEntry, type AuditEntryHead } from '../../model/audit-entry.js';
import type { AuditConditions } from '../../model/audit-query.js';
import { titleOfNamed } from '../../model/field-title.js';
import { texts } from '../../texts.js';

interface AuditDetailsProps {
  readonly entry: AuditEntryHead;
  readonly onNarrow: (conditions: Partial<AuditConditions>) => void;
}

/** All that an entry says: exactly when, by which request, and what was changed, field by field. */
export function AuditDetails({ entry, onNarrow }: AuditDetailsProps) {
  const { id, occurredAt, actor, entityId, changeSet } = entry;
  return (
    <div class="audit-details-body">
      <dl class="fields">
        <Detail name={texts.audit.at}>{occurredAt}</Detail>
        {actor && (
          <Detail name={texts.audit.actorId}>
            <SafeText text={actor.id} />{' '}
            <Narrow text={texts.audit.ofActor} onClick={() => onNarrow({ actorId: actor.id })} />
          </Detail>
        )}
        {entityId !== null && (
          <Detail name={texts.audit.recordId}>
            {entityId} <Narrow text={texts.audit.ofRecord} onClick={() => onNarrow({ entityId })} />
          </Detail>
        )}
        {changeSet && (
          <>
            <Detail name={texts.audit.changeSet}>
              <ChangeSetLink id={changeSet.id}>{changeSet.id}</ChangeSetLink>{' '}
              <Narrow text={texts.audit.ofChangeSet} onClick={() => onNarrow({ changeSetId: changeSet.id })} />
            </Detail>
            <Detail name={texts.audit.source}>{texts.audit.sources[changeSet.source] ?? changeSet.source}</Detail>
            {changeSet.operationName !== null && (
              <Detail name={texts.audit.operation}>
                <SafeText text={changeSet.operationName} />
              </Detail>
            )}
            {changeSet.requestId !== null && (
              <Detail name={texts.audit.request}>
                <SafeText text={changeSet.requestId} />
              </Detail>
            )}
          </>
        )}
        <Detail name={texts.audit.entryId}>{id}</Detail>
      </dl>
      <Values entry={entry} />
    </div>
  );
}

function Values({ entry }: { readonly entry: AuditEntryHead }) {
  const { value, error, isLoading, reload } = useLoaded((signal) => readAuditEntry(entry, signal), [entry.id]);
  if (error !== undefined) return <Failure error={error} onRetry={reload} />;
  if (value === undefined && isLoading) return <p class="waiting">{texts.loading}</p>;
  if (!value) return <p class="quiet">{texts.audit.gone}</p>;
  return <Changes entry={value} />;
}

function Changes({ entry }: { readonly entry: AuditEntry }) {
  const changes = auditChanges(entry);
  const fields = types().named(entry.entityType ?? '')?.fields ?? [];
  if (changes.length === 0) return <p class="quiet">{texts.audit.noValues}</p>;
  return (
    <dl class="fields">
      {changes.map((change) => (
        <Detail key={change.field} name={titleOfNamed(fields, change.field)}>
          <FieldDiff
            field={fields.find(({ name }) => name === change.field)}
            change={{ ...change, redacted: false }}
            names={new Map()}
          />
        </Detail>
      ))}
    </dl>
  );
}

function Detail({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Narrow({ text, onClick }: { readonly text: string; readonly onClick: () => void }) {
  return (
    <button type="button" class="link" onClick={onClick}>
      {text}
    </button>
  );
}
