import { useState } from 'preact/hooks';
import { types } from '../../api/catalogue.js';
import { readVersion } from '../../api/history.js';
import { readRecord } from '../../api/records.js';
import { replaceWith, shownInstant } from '../../app/route.js';
import { allLoaded } from '../../components/all-loaded.js';
import { Failure } from '../../components/failure.js';
import { Link } from '../../components/link.js';
import { SafeText } from '../../components/safe-text.js';
import { useLoaded } from '../../components/use-loaded.js';
import { ScreenTitle } from '../../components/screen-title.js';
import type { EntityType } from '../../model/catalogue.js';
import { isVersionNumber } from '../../model/route.js';
import { labelOf } from '../../model/shown-record.js';
import { texts } from '../../texts.js';
import { VersionSlider } from './version-slider.js';
import { VersionState } from './version-state.js';

interface VersionScreenProps {
  readonly plural?: string;
  readonly id?: string;
  readonly version?: string;
}

/** A version of a record, at an address of its own; a slider walks through all of them. */
export function VersionScreen({ plural = '', id = '', version = '' }: VersionScreenProps) {
  const type = types().listedAs(plural);
  if (!type || !isVersionNumber(version)) return <p>{texts.notFound}</p>;
  return <Versions type={type} id={id} version={Number(version)} />;
}

interface VersionsProps {
  readonly type: EntityType;
  readonly id: string;
  readonly version: number;
}

function Versions({ type, id, version }: VersionsProps) {
  const record = useLoaded((signal) => readRecord(type, id, signal), [type.name, id]);
  const shown = useLoaded((signal) => readVersion(type, id, version, signal), [type.name, id, version]);
  const { error, isLoading, reload } = allLoaded(record, shown);
  const [isOnlyChanged, setOnlyChanged] = useState(false);
  const newest = record.value?.version ?? version;
  const isPast = shownInstant.value !== null;
  // Until it is known which versions were there at an instant, none is shown as if it had been.
  const isThere = !isPast || (record.value != null && version <= newest);
  const isLater = isPast && record.value !== undefined && !isThere;
  const address = ['records', type.plural, id] as const;
  const name = record.value ? labelOf(types().labelOf(type), record.value) : id;
  return (
    <>
      <p class="crumbs">
        <Link to={['records', type.plural]}>{type.plural}</Link> ·{' '}
        <Link to={address}>
          <SafeText text={name} />
        </Link>
      </p>
      <header class="screen-head">
        <ScreenTitle name={texts.version.title(version)} of={name} />
        {version < newest && !isPast && (
          <Link to={[...address, 'compare', newest, version]} class="button">
            {texts.version.revert}
          </Link>
        )}
      </header>
      <VersionSlider version={version} newest={newest} onMove={(to) => replaceWith([...address, 'versions', to])} />
      <label class="check">
        <input
          type="checkbox"
          checked={isOnlyChanged}
          onChange={({ currentTarget }) => setOnlyChanged(currentTarget.checked)}
        />
        {texts.version.whatChanged}
      </label>
      <Failure error={error} onRetry={reload} />
      <div aria-busy={isLoading}>
        {isLater && <p class="empty">{texts.time.notYet}</p>}
        {!isLoading && !isLater && shown.value === null && (
          <p class="empty">
            {record.value === null && texts.record.notFound}
            {record.value && (version > newest ? texts.version.none : texts.version.gone)}
          </p>
        )}
        {shown.value && isThere && <VersionState type={type} version={shown.value} isOnlyChanged={isOnlyChanged} />}
      </div>
    </>
  );
}
