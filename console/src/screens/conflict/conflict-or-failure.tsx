import { isConflict } from '../../../../sdk/src/index.js';
import { types } from '../../api/catalogue.js';
import { Failure } from '../../components/failure.js';
import { Link } from '../../components/link.js';
import { Who } from '../../components/who.js';
import { texts } from '../../texts.js';

/** Why a change was refused; where others were faster, who, and the way to what they made of it. */
export function ConflictOrFailure({ error }: { readonly error: unknown }) {
  if (!isConflict(error)) return <Failure error={error} />;
  const { entityType, id, changedBy, currentVersion } = error.details;
  const type = types().named(entityType);
  return (
    <>
      <Failure error={error} />
      {type && currentVersion !== undefined && (
        <p>
          <Who actor={changedBy} /> {texts.conflict.who}:{' '}
          <Link to={['records', type.plural, id, 'versions', currentVersion]}>
            {texts.record.versionNumber(currentVersion)}
          </Link>
        </p>
      )}
    </>
  );
}
