import type { ChangeSetPage } from '../../api/activity.js';
import { role } from '../../api/session.js';
import { AsOfLinks } from '../../components/as-of-links.js';
import { ChangeSetLink } from '../../components/change-set-link.js';
import { Link } from '../../components/link.js';
import { SafeText } from '../../components/safe-text.js';
import { When } from '../../components/when.js';
import { Who } from '../../components/who.js';
import { ScreenTitle } from '../../components/screen-title.js';
import { mayChangeAny } from '../../model/rights.js';
import type { ChangeSetHead as Head } from '../../model/timeline.js';
import { texts } from '../../texts.js';

/** What a change set says of itself, what it undid, and what undid it. */
export function ChangeSetHead({ changeSet }: { readonly changeSet: ChangeSetPage }) {
  const { id, actor, recordedAt, reason, source, operationName, requestId, undoes, undoneBy, versions } = changeSet;
  return (
    <>
      <header class="screen-head">
        <ScreenTitle name={texts.changeSet.title} />
        {mayChangeAny(role.value) && versions.totalCount > 0 && (
          <Link to={['activity', id, 'undo']} class="button primary">
            {texts.changeSet.undo}
          </Link>
        )}
      </header>
      <p class="entry-head">
        <Who actor={actor} />{' '}
        <span class="quiet">
          <When instant={recordedAt} /> · {texts.activity.sources[source] ?? source}
        </span>{' '}
        · {texts.time.everything} <AsOfLinks changeSet={id} recordedAt={recordedAt} to={[]} />
      </p>
      {reason !== null && (
        <p class="reason">
          <SafeText text={reason} />
        </p>
      )}
      {undoes && <Other title={texts.changeSet.undoes} changeSet={undoes} />}
      {undoneBy && <Other title={texts.changeSet.undoneBy} changeSet={undoneBy} />}
      <p class="quiet small">
        {operationName !== null && (
          <>
            {texts.changeSet.operation} <SafeText text={operationName} /> ·{' '}
          </>
        )}
        {requestId !== null && (
          <>
            {texts.changeSet.request}{' '}
            <code>
              <SafeText text={requestId} />
            </code>{' '}
            ·{' '}
          </>
        )}
        {texts.record.id} <code>{id}</code>
      </p>
    </>
  );
}

function Other({ title, changeSet }: { readonly title: string; readonly changeSet: Head }) {
  const { id, reason, actor, recordedAt } = changeSet;
  return (
    <p class="banner">
      {title}{' '}
      <ChangeSetLink id={id}>
        <SafeText text={reason ?? texts.changeSet.untold} />
      </ChangeSetLink>
      , <Who actor={actor} />, <When instant={recordedAt} />
    </p>
  );
}
