import { useState } from 'preact/hooks';
import { type ChangedVersion, type ChangeSetPage, readChangeSet } from '../../api/activity.js';
import { Failure } from '../../components/failure.js';
import { Link } from '../../components/link.js';
import { useAction } from '../../components/use-action.js';
import { useLoaded } from '../../components/use-loaded.js';
import type { Named } from '../../model/shown-record.js';
import { texts } from '../../texts.js';
import { ChangeSetHead } from './change-set-head.js';
import { ChangedRecord } from './changed-record.js';

/** A change set: who, when, why, and all that it changed. */
export function ChangeSetScreen({ id = '' }: { readonly id?: string }) {
  const { value, error, isLoading, reload } = useLoaded((signal) => readChangeSet(id, null, signal), [id]);
  if (error !== undefined) return <Failure error={error} onRetry={reload} />;
  if (!value) return <p class="waiting">{isLoading ? texts.loading : texts.changeSet.notFound}</p>;
  return (
    <>
      <p class="crumbs">
        <Link to={['activity']}>{texts.activity.title}</Link>
      </p>
      <ChangeSetHead changeSet={value} />
      <Changed first={value} />
    </>
  );
}

function Changed({ first }: { readonly first: ChangeSetPage }) {
  const [versions, setVersions] = useState<readonly ChangedVersion[]>(first.versions.nodes);
  const [names, setNames] = useState<ReadonlyMap<string, Named>>(first.names);
  const [page, setPage] = useState(first.versions.pageInfo);
  const more = useAction();
  const readMore = async () => {
    const next = await readChangeSet(first.id, page.endCursor);
    if (!next) return;
    setVersions([...versions, ...next.versions.nodes]);
    setNames(new Map([...names, ...next.names]));
    setPage(next.versions.pageInfo);
  };
  return (
    <section aria-label={texts.changeSet.changed}>
      <h2>
        {texts.changeSet.changed} <span class="count">{texts.changeSet.count(first.versions.totalCount)}</span>
      </h2>
      {versions.length === 0 && <p class="empty">{texts.activity.nothing}</p>}
      {versions.map((version) => (
        <ChangedRecord key={`${version.entityId} ${version.version}`} version={version} names={names} />
      ))}
      <Failure error={more.error} onRetry={() => more.run(readMore)} />
      {page.hasNextPage && (
        <button type="button" aria-disabled={more.isBusy} onClick={() => more.run(readMore)}>
          {texts.changeSet.more}
        </button>
      )}
    </section>
  );
}
