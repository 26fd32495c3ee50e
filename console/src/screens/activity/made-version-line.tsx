import { types } from '../../api/catalogue.js';
import { MadeVersionHead } from '../../components/made-version-head.js';
import { type MadeVersion, toldChanges } from '../../model/change-set.js';
import { titleOfNamed } from '../../model/field-title.js';

/** A version that a change set made, in one line: of what, which operation, which fields. */
export function MadeVersionLine({ version }: { readonly version: MadeVersion }) {
  const fields = types().named(version.entityType)?.fields ?? [];
  const changes = version.operation === 'CREATE' ? [] : toldChanges(version.changes);
  return (
    <p class="made-version">
      <MadeVersionHead version={version} />
      {changes.length > 0 && (
        <span class="changed-fields"> {changes.map(({ field }) => titleOfNamed(fields, field)).join(', ')}</span>
      )}
    </p>
  );
}
