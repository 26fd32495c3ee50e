import { countAuditEntries, readAuditPage } from '../../api/audit-log.js';
import { goTo, route } from '../../app/route.js';
import { Failure } from '../../components/failure.js';
import { Pager } from '../../components/pager.js';
import { useLoaded } from '../../components/use-loaded.js';
import { ScreenTitle } from '../../components/screen-title.js';
import {
  auditFilter,
  auditParameters,
  auditQuery,
  type AuditQuery,
  changedAuditQuery,
} from '../../model/audit-query.js';
import { texts } from '../../texts.js';
import { AuditForm } from './audit-form.js';
import { AuditTable } from './audit-table.js';
import { DownloadPanel } from './download-panel.js';

/** Who did what, newest first: filtered, with the values of each entry, and to be taken away as a file. */
export function AuditScreen() {
  const query = auditQuery(route.value.parameters);
  const filter = auditFilter(query);
  const { value: page, error, isLoading, reload } = useLoaded((signal) => readAuditPage(query, signal), [query]);
  const { value: totalCount } = useLoaded((signal) => countAuditEntries(query, signal), [filter]);
  const show = (changed: AuditQuery) => goTo(['audit'], auditParameters(changed));
  return (
    <>
      <header class="screen-head">
        <ScreenTitle name={texts.audit.title} />
        <DownloadPanel query={query} />
      </header>
      <AuditForm query={query} shown={page?.nodes ?? []} onChange={show} />
      <Failure error={error} onRetry={reload} />
      {page && (
        <div aria-busy={isLoading}>
          {page.nodes.length === 0 ? (
            <p class="empty">{Object.keys(filter).length > 0 ? texts.audit.nothingFound : texts.audit.empty}</p>
          ) : (
            <AuditTable entries={page.nodes} onNarrow={(change) => show(changedAuditQuery(query, change))} />
          )}
          <Pager
            page={{ ...page, totalCount }}
            counted={texts.audit.count}
            onAfter={(after) => show(changedAuditQuery(query, { after }))}
            onBefore={(before) => show(changedAuditQuery(query, { before }))}
          />
        </div>
      )}
      {!page && isLoading && <p class="waiting">{texts.loading}</p>}
    </>
  );
}
