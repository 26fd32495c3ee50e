import { Link } from '../../components/link.js';
import { SafeText } from '../../components/safe-text.js';
import { When } from '../../components/when.js';
import { Who } from '../../components/who.js';
import { type ActivityFilter, activityParameters } from '../../model/activity-filter.js';
import type { ChangeSetEntry } from '../../model/change-set.js';
import { texts } from '../../texts.js';
import { MadeVersionLine } from './made-version-line.js';

interface FeedEntryProps {
  readonly entry: ChangeSetEntry;
  readonly filter: ActivityFilter;
  readonly isFresh: boolean;
}

/** A change set among others: who, when, why, and the first of what it changed. */
export function FeedEntry({ entry, filter, isFresh }: FeedEntryProps) {
  const { id, actor, recordedAt, reason, source, undoes, undoneBy, versions } = entry;
  const others = versions.totalCount - versions.nodes.length;
  const who = <Who actor={actor} />;
  return (
    <li>
      <p class="entry-head">
        {actor && filter.actor !== actor.id ? (
          <Link to={['activity']} parameters={activityParameters({ ...filter, actor: actor.id })}>
            {who}
            <span class="only-read">{texts.activity.onlyTheirs}</span>
          </Link>
        ) : (
          who
        )}{' '}
        <span class="quiet">
          <When instant={recordedAt} isRelative />{' '}
          {source !== 'API' && ` · ${texts.activity.sources[source] ?? source}`}
        </span>{' '}
        <Link to={['activity', id]}>{texts.activity.open}</Link>
        {isFresh && <span class="badge">{texts.activity.isNew}</span>}
        {undoes && <span class="badge">{texts.activity.isUndo}</span>}
        {undoneBy && <span class="badge">{texts.activity.undone}</span>}
      </p>
      {reason !== null && (
        <p class="reason">
          <SafeText text={reason} />
        </p>
      )}
      {versions.nodes.map((version) => (
        <MadeVersionLine key={`${version.entityId} ${version.version}`} version={version} />
      ))}
      {versions.totalCount === 0 && <p class="quiet small">{texts.activity.nothing}</p>}
      {others > 0 && (
        <p class="small">
          <Link to={['activity', id]}>{texts.activity.more(others)}</Link>
        </p>
      )}
    </li>
  );
}
