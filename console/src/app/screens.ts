import type { ComponentType } from 'preact';
import type { PlaceRights } from '../model/rights.js';
import { ActivityScreen } from '../screens/activity/activity-screen.js';
import { ChangeSetScreen } from '../screens/change-set/change-set-screen.js';
import { AuditScreen } from '../screens/audit/audit-screen.js';
import { CompareScreen } from '../screens/compare/compare-screen.js';
import { CreateScreen } from '../screens/edit/create-screen.js';
import { EditScreen } from '../screens/edit/edit-screen.js';
import { OverviewScreen } from '../screens/overview/overview-screen.js';
import { RecordScreen } from '../screens/record/record-screen.js';
import { RecordsScreen } from '../screens/records/records-screen.js';
import { TrashScreen } from '../screens/trash/trash-screen.js';
import { TrashedScreen } from '../screens/trash/trashed-screen.js';
import { UndoScreen } from '../screens/undo/undo-screen.js';
import { VersionScreen } from '../screens/version/version-screen.js';
import { texts } from '../texts.js';

/** What an address says of its place. */
export interface PlaceValues {
  readonly plural?: string;
  readonly id?: string;
  readonly version?: string;
  readonly from?: string;
  readonly to?: string;
}

/** A place of the console. */
export interface Screen extends PlaceRights {
  /** Of the address; what begins with a colon is given to the component. */
  readonly pattern: string;
  readonly component: ComponentType<PlaceValues>;
  /** What the navigation calls it; absent where it is reached from another screen. */
  readonly name?: string;
  /** What it shows while the past is looked at: the same as always, or nothing; where absent, what there was then. */
  readonly inPast?: 'same' | 'nothing';
}

/** All places, in the order of the navigation; the first that fits an address is shown. */
export const screens: readonly Screen[] = [
  { pattern: '', component: OverviewScreen, name: texts.nav.overview },
  { pattern: 'activity', component: ActivityScreen, name: texts.nav.activity, inPast: 'same' },
  { pattern: 'activity/:id', component: ChangeSetScreen, inPast: 'same' },
  { pattern: 'activity/:id/undo', component: UndoScreen, roles: ['EDITOR', 'ADMIN'], inPast: 'nothing' },
  { pattern: 'trash', component: TrashScreen, name: texts.nav.trash },
  { pattern: 'trash/:plural/:id', component: TrashedScreen },
  { pattern: 'audit', component: AuditScreen, name: texts.nav.audit, roles: ['ADMIN'], inPast: 'same' },
  { pattern: 'records/:plural', component: RecordsScreen },
  { pattern: 'records/:plural/new', component: CreateScreen, writes: true, inPast: 'nothing' },
  { pattern: 'records/:plural/:id', component: RecordScreen },
  { pattern: 'records/:plural/:id/edit', component: EditScreen, writes: true, inPast: 'nothing' },
  { pattern: 'records/:plural/:id/versions/:version', component: VersionScreen },
  { pattern: 'records/:plural/:id/compare/:from/:to', component: CompareScreen },
];
