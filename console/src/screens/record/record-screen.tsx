import { types } from '../../api/catalogue.js';
import { readRecord } from '../../api/records.js';
import { shownInstant } from '../../app/route.js';
import { Failure } from '../../components/failure.js';
import { Link } from '../../components/link.js';
import { useLoaded } from '../../components/use-loaded.js';
import { When } from '../../components/when.js';
import { Who } from '../../components/who.js';
import { ScreenTitle } from '../../components/screen-title.js';
import type { EntityType } from '../../model/catalogue.js';
import { labelOf, type ShownRecord } from '../../model/shown-record.js';
import { texts } from '../../texts.js';
import { BlameToggle } from '../blame/blame-toggle.js';
import { Children } from './children.js';
import { LegalHoldPanel } from './legal-hold-panel.js';
import { RecordActions } from './record-actions.js';
import { RecordFields } from './record-fields.js';
import { Timeline } from './timeline.js';

interface RecordScreenProps {
  readonly plural?: string;
  readonly id?: string;
}

/** A record: its fields, what refers to it, and its history. */
export function RecordScreen({ plural = '', id = '' }: RecordScreenProps) {
  const type = types().listedAs(plural);
  const { value, error, isLoading, reload } = useLoaded(
    async (signal) => type && readRecord(type, id, signal),
    [plural, id],
  );
  if (!type) return <p>{texts.notFound}</p>;
  if (error !== undefined) return <Failure error={error} onRetry={reload} />;
  const absent = shownInstant.value ? texts.time.notThere : texts.record.notFound;
  if (!value) return <p class="waiting">{isLoading ? texts.loading : absent}</p>;
  return <Shown key={value.version} type={type} record={value} onChange={reload} />;
}

interface ShownProps {
  readonly type: EntityType;
  readonly record: ShownRecord;
  readonly onChange: () => void;
}

function Shown({ type, record, onChange }: ShownProps) {
  return (
    <>
      <p class="crumbs">
        <Link to={['records', type.plural]}>{type.plural}</Link>
      </p>
      <header class="screen-head">
        <ScreenTitle name={labelOf(types().labelOf(type), record)} />
        <div class="actions">
          <BlameToggle />
          <RecordActions type={type} record={record} onChange={onChange} />
        </div>
      </header>
      {record.deletedAt !== null && (
        <p class="banner">
          {texts.record.inTrash} <Who actor={record.deletedBy} />, <When instant={record.deletedAt} isRelative />.{' '}
          <Link to={['trash', type.plural, record.id]}>{texts.trash.lookInside}</Link>
        </p>
      )}
      <div class="record">
        <div>
          <RecordFields type={type} record={record} />
          <Children type={type} record={record} />
          <LegalHoldPanel record={record} />
        </div>
        <Timeline type={type} record={record} />
      </div>
    </>
  );
}
