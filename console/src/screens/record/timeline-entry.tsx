import { shownInstant } from '../../app/route.js';
import { ChangeSetLink } from '../../components/change-set-link.js';
import { Link } from '../../components/link.js';
import { OperationWord } from '../../components/operation-word.js';
import { SafeText } from '../../components/safe-text.js';
import { When } from '../../components/when.js';
import { Who } from '../../components/who.js';
import type { EntityType } from '../../model/catalogue.js';
import { toldChanges } from '../../model/change-set.js';
import { titleOfNamed } from '../../model/field-title.js';
import type { ShownRecord } from '../../model/shown-record.js';
import type { ChangeSetHead, TimelineVersion } from '../../model/timeline.js';
import { texts } from '../../texts.js';
import { AsOfLinks } from '../../components/as-of-links.js';

interface TimelineEntryProps {
  readonly type: EntityType;
  readonly record: ShownRecord;
  readonly changeSet: ChangeSetHead;
  readonly versions: readonly TimelineVersion[];
  readonly compared: { readonly from: number; readonly to: number };
  readonly onFrom: (version: number) => void;
  readonly onTo: (version: number) => void;
}

/** What one transaction made of a record: who, when, why, and a line for each version. */
export function TimelineEntry(props: TimelineEntryProps) {
  const { type, record, changeSet, versions, compared, onFrom, onTo } = props;
  return (
    <li>
      <p class="entry-head">
        <Who actor={changeSet.actor} />{' '}
        <span class="quiet">
          <ChangeSetLink id={changeSet.id}>
            <When instant={versions[0]!.recordedAt} isRelative />
          </ChangeSetLink>
          {changeSet.source === 'SQL' && ` · ${texts.record.bySql}`}
        </span>{' '}
        <AsOfLinks
          changeSet={changeSet.id}
          recordedAt={changeSet.recordedAt}
          to={['records', type.plural, record.id]}
        />
      </p>
      {changeSet.reason !== null && (
        <p class="reason">
          <SafeText text={changeSet.reason} />
        </p>
      )}
      {versions.map(({ version, operation, changes }) => (
        <div key={version} class="entry-version">
          <span class="compare-choice">
            <input
              type="radio"
              name="compare-from"
              aria-label={`${texts.record.from} ${texts.record.versionNumber(version)}`}
              checked={compared.from === version}
              onChange={() => onFrom(version)}
            />
            <input
              type="radio"
              name="compare-to"
              aria-label={`${texts.record.to} ${texts.record.versionNumber(version)}`}
              checked={compared.to === version}
              onChange={() => onTo(version)}
            />
          </span>
          <span>
            <Link to={['records', type.plural, record.id, 'versions', version]}>
              {texts.record.versionNumber(version)}
            </Link>{' '}
            <OperationWord operation={operation} />
            {version === record.version && (
              <span class="badge">{shownInstant.value ? texts.time.current : texts.record.current}</span>
            )}
            {operation !== 'CREATE' && (
              <span class="changed-fields">
                {' '}
                {toldChanges(changes)
                  .map(({ field }) => titleOfNamed(type.fields, field))
                  .join(', ')}
              </span>
            )}
          </span>
        </div>
      ))}
    </li>
  );
}
