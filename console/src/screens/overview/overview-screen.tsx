import { countRecords } from '../../api/records.js';
import { readTrash } from '../../api/trash.js';
import { Failure } from '../../components/failure.js';
import { Link } from '../../components/link.js';
import { RecordLink } from '../../components/record-link.js';
import { useLoaded } from '../../components/use-loaded.js';
import { When } from '../../components/when.js';
import { Who } from '../../components/who.js';
import { ScreenTitle } from '../../components/screen-title.js';
import { texts } from '../../texts.js';

const onlyDeleted = new URLSearchParams({ deleted: 'ONLY' });

/** What there is, and what was deleted lately. */
export function OverviewScreen() {
  return (
    <>
      <ScreenTitle name={texts.overview.title} />
      <Counts />
      <DeletedLately />
    </>
  );
}

function Counts() {
  const { value, error, reload } = useLoaded(countRecords, []);
  if (error !== undefined) return <Failure error={error} onRetry={reload} />;
  return (
    <table class="records compact">
      <thead>
        <tr>
          <th scope="col">{texts.overview.type}</th>
          <th scope="col" class="number">
            {texts.overview.living}
          </th>
          <th scope="col" class="number">
            {texts.overview.deleted}
          </th>
        </tr>
      </thead>
      <tbody>
        {value?.map(({ type, living, deleted }) => (
          <tr key={type.name}>
            <th scope="row">
              <Link to={['records', type.plural]}>{type.plural}</Link>
            </th>
            <td class="number">{living.toLocaleString('en')}</td>
            <td class="number">
              {deleted === 0 ? (
                <span class="quiet">0</span>
              ) : (
                <Link to={['records', type.plural]} parameters={onlyDeleted}>
                  {deleted.toLocaleString('en')}
                </Link>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DeletedLately() {
  const query = { types: null, after: null, before: null };
  const { value, error, reload } = useLoaded((signal) => readTrash(query, signal), []);
  return (
    <section>
      <h2>{texts.overview.lately}</h2>
      <Failure error={error} onRetry={reload} />
      {value?.nodes.length === 0 && <p class="quiet">{texts.trash.empty}</p>}
      <ul class="lately">
        {value?.nodes.slice(0, 5).map(({ type, record, deletedAt, deletedBy }) => (
          <li key={record.id}>
            <span class="quiet">{type.singular}</span> <RecordLink type={type} named={record} />{' '}
            <span class="quiet">
              <Who actor={deletedBy} />, <When instant={deletedAt} isRelative />
            </span>
          </li>
        ))}
      </ul>
      <p>
        <Link to={['trash']}>{texts.overview.all}</Link>
      </p>
    </section>
  );
}
