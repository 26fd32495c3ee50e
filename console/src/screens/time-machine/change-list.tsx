import { useState } from 'preact/hooks';
import { listChanges } from '../../api/changes-in-time.js';
import { route } from '../../app/route.js';
import { Failure } from '../../components/failure.js';
import { SafeText } from '../../components/safe-text.js';
import { useLoaded } from '../../components/use-loaded.js';
import { When } from '../../components/when.js';
import { Who } from '../../components/who.js';
import type { Span } from '../../model/change-plot.js';
import { withoutPage } from '../../model/route.js';
import { nameOf } from '../../model/shown-record.js';
import { texts } from '../../texts.js';
import { AsOfLinks } from '../../components/as-of-links.js';

/** What was changed in some time, newest first: each change is a place to go to. */
export function ChangeList({ span }: { readonly span: Span }) {
  const [after, setAfter] = useState<string | null>(null);
  const {
    value: page,
    error,
    isLoading,
    reload,
  } = useLoaded((signal) => listChanges(span, after, signal), [span, after]);
  const { path, parameters } = route.value;
  return (
    <section class="change-list" aria-label={texts.time.list} aria-busy={isLoading}>
      <Failure error={error} onRetry={reload} />
      {page?.nodes.length === 0 && <p class="quiet">{texts.time.nothing}</p>}
      <ol>
        {page?.nodes.map(({ id, recordedAt, actor, reason, operationName }) => (
          <li key={id}>
            <When instant={recordedAt} /> <Who actor={actor} />{' '}
            {(reason ?? operationName) !== null && (
              <span class={reason === null ? 'quiet' : 'reason'}>
                <SafeText text={nameOf({ id, label: reason ?? operationName })} />
              </span>
            )}{' '}
            <AsOfLinks changeSet={id} recordedAt={recordedAt} to={path} parameters={withoutPage(parameters)} />
          </li>
        ))}
      </ol>
      <p class="actions">
        {after !== null && (
          <button type="button" onClick={() => setAfter(null)}>
            {texts.time.newest}
          </button>
        )}
        {page?.pageInfo.hasNextPage && (
          <button type="button" onClick={() => setAfter(page.pageInfo.endCursor)}>
            {texts.time.older}
          </button>
        )}
      </p>
    </section>
  );
}
