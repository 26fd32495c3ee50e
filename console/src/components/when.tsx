import { localTime, relativeTime } from '../model/instant.js';

/** An instant, in the reader's time; the exact one on hover. @param isRelative says how long ago it is */
export function When({ instant, isRelative = false }: { readonly instant: string; readonly isRelative?: boolean }) {
  return (
    <time dateTime={instant} title={instant}>
      {isRelative ? relativeTime(instant, Date.now()) : localTime(instant)}
    </time>
  );
}
