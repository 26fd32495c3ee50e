import { readChangeSetHead } from '../../api/changes-in-time.js';
import { shownInstant } from '../../app/route.js';
import { useLoaded } from '../../components/use-loaded.js';

/** When the instant is that is shown, in milliseconds; undefined where that is not known, or it is now. */
export function useShownMoment(): number | undefined {
  const { at, before, changeSet } = shownInstant.value ?? {};
  const id = before ?? changeSet;
  const { value: head } = useLoaded(async (signal) => (id === undefined ? null : readChangeSetHead(id, signal)), [id]);
  const moment = at ?? (id === undefined ? undefined : head?.recordedAt);
  return moment === undefined ? undefined : Date.parse(moment);
}
