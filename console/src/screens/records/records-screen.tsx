import { types } from '../../api/catalogue.js';
import { listRecords } from '../../api/records.js';
import { role } from '../../api/session.js';
import { goTo, route } from '../../app/route.js';
import { EmptyPage } from '../../components/empty-page.js';
import { Failure } from '../../components/failure.js';
import { Link } from '../../components/link.js';
import { Pager } from '../../components/pager.js';
import { useLoaded } from '../../components/use-loaded.js';
import { ScreenTitle } from '../../components/screen-title.js';
import type { EntityType } from '../../model/catalogue.js';
import { changedQuery, listParameters, type ListQuery, listQuery } from '../../model/list-query.js';
import { mayWrite } from '../../model/rights.js';
import { texts } from '../../texts.js';
import { ListFilter } from './list-filter.js';
import { RecordTable } from './record-table.js';

/** The records of a type: searched, filtered, ordered, page by page; all of it in the address. */
export function RecordsScreen({ plural = '' }: { readonly plural?: string }) {
  const type = types().listedAs(plural);
  return type ? <Records key={plural} type={type} /> : <p>{texts.notFound}</p>;
}

function Records({ type }: { readonly type: EntityType }) {
  const query = listQuery(type, route.value.parameters);
  const {
    value: page,
    error,
    isLoading,
    reload,
  } = useLoaded((signal) => listRecords(type, query, signal), [type.name, query]);
  const show = (changed: ListQuery) => goTo(['records', type.plural], listParameters(changed));
  const isFiltered = query.search !== '' || query.deleted !== 'EXCLUDE' || Object.keys(query.conditions).length > 0;
  return (
    <>
      <header class="screen-head">
        <ScreenTitle name={type.plural} />
        {mayWrite(role.value, type) && (
          <Link to={['records', type.plural, 'new']} class="button primary">
            {texts.list.create(type.singular)}
          </Link>
        )}
      </header>
      <ListFilter type={type} query={query} onChange={show} />
      <Failure error={error} onRetry={reload} />
      {page && (
        <div aria-busy={isLoading}>
          {page.nodes.length === 0 ? (
            <EmptyPage
              page={page}
              first={['records', type.plural]}
              parameters={listParameters(changedQuery(query, {}))}
            >
              {isFiltered ? texts.list.nothingFound : texts.list.empty}
            </EmptyPage>
          ) : (
            <RecordTable type={type} records={page.nodes} query={query} onChange={show} />
          )}
          <Pager
            page={page}
            onAfter={(after) => show(changedQuery(query, { after }))}
            onBefore={(before) => show(changedQuery(query, { before }))}
          />
        </div>
      )}
      {!page && isLoading && <p class="waiting">{texts.loading}</p>}
    </>
  );
}
