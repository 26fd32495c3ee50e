import { findNames } from '../api/records.js';
import { pause } from '../app/pause.js';
import { type Loaded, useLoaded } from '../components/use-loaded.js';
import type { EntityType } from '../model/catalogue.js';
import type { Named } from '../model/shown-record.js';

/** For how long nobody types before the server is asked, in milliseconds. */
const pauseMs = 250;

/** Records of a type by what they are called, as somebody types it. @param isWanted whether they are shown */
export function useFoundNames(type: EntityType, search: string, isWanted: boolean): Loaded<readonly Named[]> {
  return useLoaded(
    async (signal) => {
      if (!isWanted) return [];
      if (search !== '') await pause(pauseMs, signal);
      return findNames(type, search, signal);
    },
    [type.name, isWanted, search],
  );
}
