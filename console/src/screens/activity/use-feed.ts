import { useEffect, useRef, useState } from 'preact/hooks';
import { type FeedPage, readFeed, readNewest } from '../../api/activity.js';
import { isSignedIn } from '../../api/session.js';
import { pollWhileVisible } from '../../app/poll.js';
import { type Action, useAction } from '../../components/use-action.js';
import type { ActivityFilter } from '../../model/activity-filter.js';
import { type ChangeSetEntry, hasNews, mergedFeed, reaches } from '../../model/change-set.js';

const pollMs = 5000;

/** Where more new pages than that have come, the list is begun anew. */
const mostNewPages = 5;

/** Change sets, and what has come while they are looked at. */
export interface Feed {
  /** Undefined until the first have come. */
  readonly entries: readonly ChangeSetEntry[] | undefined;
  /** The ids of those that came since. */
  readonly fresh: ReadonlySet<string>;
  readonly hasOlder: boolean;
  /** Reading those that are there, and older ones. */
  readonly reading: Action;
  /** Why it is not known whether there are new ones. */
  readonly pollError: unknown;
  readonly readFirst: () => void;
  readonly readOlder: () => void;
  readonly markRead: () => void;
}

/** Follows the change sets of a filter, for as long as the component is shown. */
export function useFeed(filter: ActivityFilter): Feed {
  const [entries, setEntries] = useState<readonly ChangeSetEntry[]>();
  const [older, setOlder] = useState<string | null>(null);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const [pollError, setPollError] = useState<unknown>();
  const [, setLooked] = useState(0);
  const reading = useAction();
  const shown = useRef<readonly ChangeSetEntry[]>([]);
  shown.current = entries ?? [];

  const take = ({ nodes, pageInfo }: FeedPage) => {
    setEntries(nodes);
    setOlder(pageInfo.hasNextPage ? pageInfo.endCursor : null);
  };
  const readFirst = () => reading.run(async () => take(await readFeed(filter, null)));
  const readOlder = () =>
    reading.run(async () => {
      const { nodes, pageInfo } = await readFeed(filter, older);
      setEntries(mergedFeed(nodes, shown.current));
      setOlder(pageInfo.hasNextPage ? pageInfo.endCursor : null);
    });

  useEffect(readFirst, []);
  useEffect(() => {
    if (entries === undefined) return undefined;
    const ending = new AbortController();
    const look = async () => {
      if (!isSignedIn()) return;
      try {
        const known = shown.current;
        if (hasNews(known, await readNewest(filter, ending.signal))) {
          const news = await readNews(filter, known, ending.signal);
          const added = news.nodes.filter(({ id }) => hasNews(known, [id]));
          if (reaches(known, news.nodes)) setEntries(mergedFeed(shown.current, news.nodes));
          else take(news);
          setFresh((before) => new Set([...before, ...added.map(({ id }) => id)]));
        }
        setPollError(undefined);
        // How long ago things were is told anew.
        setLooked(Date.now());
      } catch (error) {
        if (!ending.signal.aborted) setPollError(error);
      }
    };
    const end = pollWhileVisible(document, pollMs, look);
    return () => {
      end();
      ending.abort();
    };
  }, [entries === undefined]);

  return {
    entries,
    fresh,
    hasOlder: older !== null,
    reading,
    pollError,
    readFirst,
    readOlder,
    markRead: () => setFresh(new Set()),
  };
}

/** The beginning of the feed, as far as to what is known of it. */
async function readNews(
  filter: ActivityFilter,
  known: readonly ChangeSetEntry[],
  signal: AbortSignal,
): Promise<FeedPage> {
  let news = await readFeed(filter, null, signal);
  for (let n = 1; n < mostNewPages && news.pageInfo.hasNextPage && !reaches(known, news.nodes); n++) {
    const next = await readFeed(filter, news.pageInfo.endCursor, signal);
    news = { ...next, nodes: [...news.nodes, ...next.nodes] };
  }
  return news;
}
