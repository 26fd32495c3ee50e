import { useState } from 'preact/hooks';
import { types } from '../../api/catalogue.js';
import { readTimeline } from '../../api/history.js';
import { change, readRecord } from '../../api/records.js';
import { role } from '../../api/session.js';
import { tell } from '../../app/notice.js';
import { wayOn } from '../../app/route.js';
import { ChangeSetLink } from '../../components/change-set-link.js';
import { Failure } from '../../components/failure.js';
import { Link } from '../../components/link.js';
import { SafeText } from '../../components/safe-text.js';
import { useLoaded } from '../../components/use-loaded.js';
import { When } from '../../components/when.js';
import { Who } from '../../components/who.js';
import { ScreenTitle } from '../../components/screen-title.js';
import type { EntityType } from '../../model/catalogue.js';
import { mayAdminister, mayWrite } from '../../model/rights.js';
import { labelOf, type ShownRecord } from '../../model/shown-record.js';
import { type ChangeSetHead, deletionOf } from '../../model/timeline.js';
import { texts } from '../../texts.js';
import { RecordFields } from '../record/record-fields.js';
import { DeletedChildren } from './deleted-children.js';
import { PurgeDialog } from './purge-dialog.js';
import { RestoreDialog } from './restore-dialog.js';

interface TrashedScreenProps {
  readonly plural?: string;
  readonly id?: string;
}

/** A deleted record, looked into before it is restored: what it holds, and what comes back with it. */
export function TrashedScreen({ plural = '', id = '' }: TrashedScreenProps) {
  const type = types().listedAs(plural);
  const { value, error, isLoading, reload } = useLoaded(async (signal) => type && load(type, id, signal), [plural, id]);
  if (!type) return <p>{texts.notFound}</p>;
  if (error !== undefined) return <Failure error={error} onRetry={reload} />;
  if (!value?.record) return <p class="waiting">{isLoading ? texts.loading : texts.record.notFound}</p>;
  return <Inside type={type} record={value.record} deletion={value.deletion} />;
}

interface InsideProps {
  readonly type: EntityType;
  readonly record: ShownRecord;
  readonly deletion: ChangeSetHead | null;
}

function Inside({ type, record, deletion }: InsideProps) {
  const [open, setOpen] = useState<'restore' | 'purge' | null>(null);
  const goOn = wayOn();
  const { id, version, deletedAt } = record;
  const label = labelOf(types().labelOf(type), record);
  const named = { id, version, label, deletedAt };
  const close = () => setOpen(null);
  return (
    <>
      <p class="crumbs">
        <Link to={['trash']}>{texts.trash.title}</Link> ·{' '}
        <Link to={['records', type.plural, id]}>{texts.record.timeline}</Link>
      </p>
      <header class="screen-head">
        <ScreenTitle name={label} />
        <div class="actions">
          {mayWrite(role.value, type) && deletedAt !== null && (
            <button type="button" class="primary" onClick={() => setOpen('restore')}>
              {texts.trash.restore}
            </button>
          )}
          {mayAdminister(role.value) && deletedAt !== null && (
            <button type="button" onClick={() => setOpen('purge')}>
              {texts.record.purge}…
            </button>
          )}
        </div>
      </header>
      {deletedAt === null && (
        <p class="banner">
          {texts.trash.notIn} <Link to={['records', type.plural, id]}>{texts.trash.open}</Link>
        </p>
      )}
      {deletedAt !== null && (
        <p class="banner">
          {texts.trash.who} <Who actor={record.deletedBy} />, <When instant={deletedAt} />
          {deletion?.reason != null && (
            <>
              : <SafeText text={deletion.reason} />
            </>
          )}{' '}
          {deletion && <ChangeSetLink id={deletion.id}>{texts.trash.deletion}</ChangeSetLink>}
        </p>
      )}
      <RecordFields type={type} record={record} />
      {deletedAt !== null && <DeletedChildren type={type} id={id} deletion={deletion?.id ?? null} />}
      {open === 'restore' && (
        <RestoreDialog
          type={type}
          record={named}
          onClose={close}
          onRestored={() => goOn(['records', type.plural, id])}
        />
      )}
      {open === 'purge' && (
        <PurgeDialog
          records={[named]}
          onClose={close}
          onConfirm={async (reason) => {
            await change('purge', type, { id, expectedVersion: version, reason });
            goOn(['trash']);
            tell(<p>{texts.trash.purged(1)}</p>);
          }}
        />
      )}
    </>
  );
}

async function load(type: EntityType, id: string, signal: AbortSignal) {
  const [record, timeline] = await Promise.all([readRecord(type, id, signal), readTimeline(type, id, null, signal)]);
  return { record, deletion: deletionOf(timeline?.nodes[0]) };
}
