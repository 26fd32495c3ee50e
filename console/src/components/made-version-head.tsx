import { types } from '../api/catalogue.js';
import { type MadeVersion, nameOfMade } from '../model/change-set.js';
import { texts } from '../texts.js';
import { Link } from './link.js';
import { OperationWord } from './operation-word.js';
import { SafeText } from './safe-text.js';

/** What a version is of: its record, as it was called then; what was done; links to the record and to the version. */
export function MadeVersionHead({ version: made }: { readonly version: MadeVersion }) {
  const { entityType, entityId, version, operation } = made;
  const type = types().named(entityType);
  const name = <SafeText text={nameOfMade(types(), made)} />;
  return (
    <>
      <span class="quiet small">{type?.singular ?? entityType}</span>{' '}
      {type ? <Link to={['records', type.plural, entityId]}>{name}</Link> : name}{' '}
      <OperationWord operation={operation} />{' '}
      {type && (
        <Link to={['records', type.plural, entityId, 'versions', version]} class="small">
          {texts.record.versionNumber(version)}
        </Link>
      )}
    </>
  );
}
