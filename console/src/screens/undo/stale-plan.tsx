import type { MovedRecord } from '../../../../sdk/src/index.js';
import { types } from '../../api/catalogue.js';
import { Failure } from '../../components/failure.js';
import { Link } from '../../components/link.js';
import { RecordLink } from '../../components/record-link.js';
import { type Named, namedBy } from '../../model/shown-record.js';
import { texts } from '../../texts.js';

interface StalePlanProps {
  readonly error: Error;
  readonly moved: readonly MovedRecord[];
  readonly names: ReadonlyMap<string, Named>;
}

/** Why a plan was not carried out: what has moved since, and from where to where. */
export function StalePlan({ error, moved, names }: StalePlanProps) {
  return (
    <section class="banner banner-conflict" aria-label={texts.undo.stale}>
      <h2>{texts.undo.stale}</h2>
      <Failure error={error} />
      <ul>
        {moved.map(({ entityType, id, version, currentVersion }) => {
          const type = types().named(entityType);
          const versions = `${version ?? '–'} → ${currentVersion}`;
          return (
            <li key={id}>
              <span class="quiet small">{type?.singular ?? entityType}</span>{' '}
              <RecordLink type={type} named={namedBy(names, id)} />{' '}
              {type && version !== null ? (
                <Link to={['records', type.plural, id, 'compare', version, currentVersion]}>
                  {texts.version.slider} {versions}
                </Link>
              ) : (
                versions
              )}
            </li>
          );
        })}
      </ul>
      <p>{texts.undo.replanned}</p>
    </section>
  );
}
