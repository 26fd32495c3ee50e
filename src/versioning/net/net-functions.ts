import { attribute, currentActor } from './attribute.js';
import { beginHistories } from './begin-histories.js';
import { beginHistory } from './begin-history.js';
import { beginHistoryOfRow } from './begin-history-of-row.js';
import { beginPastReferences } from './begin-past-references.js';
import { changeData } from './change-data.js';
import { changeSetOfTransaction } from './change-set-of-transaction.js';
import { checkVersion } from './check-version.js';
import { held, heldWithOwners, holdsWithin } from './held.js';
import { everyone } from './everyone.js';
import { describe } from './describe.js';
import { keepPastReferences } from './keep-past-references.js';
import { isTrashedAlone } from './is-trashed-alone.js';
import { keepVersion } from './keep-version.js';
import { linkedIds } from './linked-ids.js';
import { madeHere } from './made-here.js';
import { ownerIds, recordOf } from './owner-ids.js';
import { purgeAt } from './purge-at.js';
import { recordChange } from './record-change.js';
import { recordHold } from './record-hold.js';
import { recordLinks } from './record-links.js';
import { recordPending } from './record-pending.js';
import { recordEvent } from './record-event.js';
import { recordVersions } from './record-versions.js';
import { recordRemoval } from './record-removal.js';
import { refuseHeld } from './refuse-held.js';
import { requireReadCommitted } from './require-read-committed.js';
import { removedAt } from './removed-at.js';
import { removeUnreferencedChangeSets } from './remove-unreferenced-change-sets.js';
import { tableOf } from './table-of.js';
import { trimHistory } from './trim-history.js';
import { refuse } from './refuse.js';
import type { SqlFunction } from './sql-function.js';
import { workFor } from './work-for.js';
import { writeVersions } from './write-versions.js';

/** All functions of the net, each after those it calls. */
export const netFunctions: readonly SqlFunction[] = [
  workFor,
  requireReadCommitted,
  everyone,
  attribute,
  currentActor,
  linkedIds,
  writeVersions,
  changeSetOfTransaction,
  tableOf,
  madeHere,
  describe,
  recordVersions,
  recordEvent,
  beginHistory,
  beginHistories,
  beginHistoryOfRow,
  removedAt,
  keepVersion,
  keepPastReferences,
  beginPastReferences,
  recordChange,
  recordOf,
  ownerIds,
  recordPending,
  held,
  holdsWithin,
  heldWithOwners,
  refuseHeld,
  isTrashedAlone,
  purgeAt,
  removeUnreferencedChangeSets,
  trimHistory,
  recordHold,
  recordRemoval,
  recordLinks,
  refuse,
  checkVersion,
  changeData,
];
