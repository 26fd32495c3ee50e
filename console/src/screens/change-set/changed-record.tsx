import type { ChangedVersion } from '../../api/activity.js';
import { types } from '../../api/catalogue.js';
import { MadeVersionHead } from '../../components/made-version-head.js';
import { ChangedFields } from '../../diff/changed-fields.js';
import { toldChanges } from '../../model/change-set.js';
import type { Named } from '../../model/shown-record.js';
import { texts } from '../../texts.js';

interface ChangedRecordProps {
  readonly version: ChangedVersion;
  readonly names: ReadonlyMap<string, Named>;
}

/** What a change set made of a record, field by field. */
export function ChangedRecord({ version, names }: ChangedRecordProps) {
  const type = types().named(version.entityType);
  const changes = toldChanges(version.changes);
  return (
    <article class="changed-record">
      <h3>
        <MadeVersionHead version={version} />
      </h3>
      {version.changes.length === 0 && <p class="quiet small">{texts.version.nothing}</p>}
      {changes.length > 0 && (
        <ChangedFields type={type} changes={changes} names={names} isFirst={version.version === 1} />
      )}
    </article>
  );
}
