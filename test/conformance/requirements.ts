import { changeSets } from './change-sets.js';
import { conflicts } from './conflicts.js';
import { deletion } from './deletion.js';
import { history } from './history.js';
import { ownership } from './ownership.js';
import { purge } from './purge.js';
import { recordIds } from './record-ids.js';
import type { Requirement } from './requirement.js';
import { reversion } from './reversion.js';
import { uniqueKeys } from './unique-keys.js';
import { versions } from './versions.js';

/** All rules that versioned entities keep. */
export const requirements: Requirement[] = [
  ...versions,
  ...conflicts,
  ...deletion,
  ...ownership,
  ...reversion,
  ...history,
  ...uniqueKeys,
  ...recordIds,
  ...changeSets,
  ...purge,
];
