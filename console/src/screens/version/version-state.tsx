import type { Version } from '../../api/history.js';
import { AsOfLinks } from '../../components/as-of-links.js';
import { ChangeSetLink } from '../../components/change-set-link.js';
import { FieldValue } from '../../components/field-value.js';
import { OperationWord } from '../../components/operation-word.js';
import { SafeText } from '../../components/safe-text.js';
import { When } from '../../components/when.js';
import { Who } from '../../components/who.js';
import { FieldDiff } from '../../diff/field-diff.js';
import type { EntityType } from '../../model/catalogue.js';
import { titleOfNamed } from '../../model/field-title.js';
import { fieldsToShow } from '../../model/fields-to-show.js';
import { namesIn } from '../../model/shown-record.js';
import { texts } from '../../texts.js';

interface VersionStateProps {
  readonly type: EntityType;
  readonly version: Version;
  readonly isOnlyChanged: boolean;
}

/** The values of a version; what it changed is shown as the change that it was. */
export function VersionState({ type, version, isOnlyChanged }: VersionStateProps) {
  const { operation, recordedAt, changeSet, changes, snapshot, before } = version;
  const changed = new Map(changes.map((change) => [change.field, change]));
  const names = new Map([...namesIn(type.fields, before), ...namesIn(type.fields, snapshot)]);
  const isFirst = operation === 'CREATE';
  const shown = fieldsToShow(type.fields, changed.keys(), isOnlyChanged);
  return (
    <>
      <p class="entry-head">
        <Who actor={changeSet.actor} /> <OperationWord operation={operation} />{' '}
        <span class="quiet">
          <When instant={recordedAt} /> · <ChangeSetLink id={changeSet.id}>{texts.version.changeSet}</ChangeSetLink>
        </span>{' '}
        <AsOfLinks
          changeSet={changeSet.id}
          recordedAt={changeSet.recordedAt}
          to={['records', type.plural, snapshot.id]}
        />
      </p>
      {changeSet.reason !== null && (
        <p class="reason">
          <SafeText text={changeSet.reason} />
        </p>
      )}
      {shown.length === 0 && <p class="empty">{texts.version.nothing}</p>}
      <dl class="fields">
        {shown.map(([name, field]) => {
          const change = isFirst && field ? undefined : changed.get(name);
          return (
            <div key={name} class={change ? 'is-changed' : undefined}>
              <dt>
                {titleOfNamed(type.fields, name)}
                {change && <span class="badge">{texts.record.changedFields}</span>}
              </dt>
              <dd>
                {change && <FieldDiff field={field} change={change} names={names} />}
                {!change && field && <FieldValue field={field} record={snapshot} />}
              </dd>
            </div>
          );
        })}
      </dl>
    </>
  );
}
