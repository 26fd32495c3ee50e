import type { EntityMetadata, TriggerDef } from '@mikro-orm/core';
import { AuditEntry } from '../store/audit-entry.js';
import { ChangeSet } from '../store/change-set.js';
import { ChangeSetSummary } from '../store/change-set-summary.js';
import { ChangeSetTopic } from '../store/change-set-topic.js';
import { ComputedValue } from '../store/computed-value.js';
import { modelOf } from '../model/entity-model.js';
import { EntityVersion } from '../store/entity-version.js';
import { HistoryStart } from '../store/history-start.js';
import { LegalHold } from '../store/legal-hold.js';
import { PastReference } from '../store/past-reference.js';
import { PendingChange } from '../store/pending-change.js';
import { SealedChangeSet } from '../store/sealed-change-set.js';
import { StoredShape } from '../store/stored-shape.js';
import { Tombstone } from '../store/tombstone.js';
import { TransactionNumbering } from '../store/transaction-numbering.js';
import { isVersioned } from '../model/map-versioned.js';

const history: readonly unknown[] = [
  EntityVersion,
  AuditEntry,
  Tombstone,
  HistoryStart,
  PastReference,
  ComputedValue,
  StoredShape,
  SealedChangeSet,
  ChangeSetTopic,
  ChangeSetSummary,
  TransactionNumbering,
];

/**
 * Declares the triggers that a table needs, as part of its metadata, so that the migration of a new entity brings them.
 * For MikroORM's `discovery.afterDiscovered`, once links are known.
 *
 * @param all every discovered entity, among which a link table finds its owner
 */
export function declareTriggers(meta: EntityMetadata, all: readonly EntityMetadata[]): void {
  if (isVersioned(meta.class)) meta.triggers.push(...recordTriggers(meta));
  else if (meta.pivotTable) meta.triggers.push(...linkTriggers(meta, all));
  else if (meta.class === EntityVersion) {
    meta.triggers.push(
      ofStatement(meta, 'check', 'after insert', 'check_versions', 'new table as written'),
      when(atCommit(meta, 'cause', 'insert', 'check_version'), 'new.cause_id is not null'),
      ofStatement(meta, 'computed', 'after delete', 'remove_computed_values', 'old table as removed'),
      ofStatement(meta, 'forget', 'after delete', 'forget_versions', 'old table as removed'),
      noTruncate(meta),
    );
  } else if (meta.class === ChangeSet) {
    meta.triggers.push(
      ofStatement(meta, 'forget', 'after delete', 'forget_change_sets', 'old table as removed'),
      noTruncate(meta),
    );
  } else if (meta.class === PendingChange) {
    meta.triggers.push(when(atCommit(meta, 'record', 'insert', 'record_changes'), 'new.is_first'), noTruncate(meta));
  } else if (meta.class === LegalHold) {
    meta.triggers.push(trigger(meta, 'audit', 'after insert or delete', 'row', 'record_hold', []), noTruncate(meta));
  } else if (history.includes(meta.class)) meta.triggers.push(noTruncate(meta));
}

function recordTriggers(meta: EntityMetadata): TriggerDef[] {
  const described = [
    textArray(modelOf(meta).sensitiveKeys),
    textArray(modelOf(meta).comparedKeys),
    JSON.stringify(modelOf(meta).links),
  ];
  const hidden = modelOf(meta).privateKeys;
  return [
    trigger(meta, 'version', 'before insert or update', 'row', 'keep_version', []),
    atCommit(meta, 'history', 'insert', 'record_change', [
      ...described,
      ...(hidden.length > 0 ? [textArray(hidden)] : []),
    ]),
    ofStatement(meta, 'changes', 'after update', 'record_updates', 'old table as former new table as changed', [
      textArray(modelOf(meta).sensitiveKeys),
    ]),
    trigger(meta, 'held', 'before delete', 'row', 'refuse_held', []),
    ...ownerTriggers(meta),
    trigger(meta, 'removal', 'after delete', 'row', 'record_removal', described),
    ...referenceTriggers(meta),
    noTruncate(meta),
  ];
}

/** What moves a record from its owner to another. */
function ownerTriggers(meta: EntityMetadata): TriggerDef[] {
  const columns = modelOf(meta).owners.map(({ column }) => column);
  if (columns.length === 0) return [];
  const moves = columns.map((column) => `old."${column}" is distinct from new."${column}"`).join(' or ');
  return [when(trigger(meta, 'moved', 'before update', 'row', 'refuse_held', []), moves)];
}

function referenceTriggers(meta: EntityMetadata): TriggerDef[] {
  const columns = modelOf(meta).references.map(({ column }) => column);
  if (columns.length === 0) return [];
  const events = `after update of ${columns.map((column) => `"${column}"`).join(', ')} or delete`;
  return [trigger(meta, 'references', events, 'row', 'keep_past_references', [textArray(columns)])];
}

function linkTriggers(meta: EntityMetadata, all: readonly EntityMetadata[]): TriggerDef[] {
  const owner = all.find(
    (candidate) =>
      isVersioned(candidate.class) && modelOf(candidate).links.some(({ table }) => table === meta.tableName),
  );
  if (!owner) return [noTruncate(meta)];
  const links = modelOf(owner).links;
  const { owner: reference } = links.find(({ table }) => table === meta.tableName)!;
  const described = [owner.tableName, reference, JSON.stringify(links)];
  return [atCommit(meta, 'links', 'insert or update or delete', 'record_links', described), noTruncate(meta)];
}

function atCommit(
  meta: EntityMetadata,
  name: string,
  events: string,
  call: string,
  args: readonly string[] = [],
): TriggerDef {
  return trigger(meta, name, `after ${events}`, 'row', call, args, 'deferrable initially deferred ');
}

/** @param rows what the function calls the rows of the statement: `new table as written` */
function ofStatement(
  meta: EntityMetadata,
  name: string,
  events: string,
  call: string,
  rows: string,
  args: readonly string[] = [],
): TriggerDef {
  const made = trigger(meta, name, events, 'statement', call, args);
  return { ...made, expression: made.expression!.replace(' for each ', ` referencing ${rows} for each `) };
}

/** A trigger that fires for some rows only. */
function when(made: TriggerDef, condition: string): TriggerDef {
  return { ...made, expression: made.expression!.replace(' execute ', ` when (${condition}) execute `) };
}

function noTruncate(meta: EntityMetadata): TriggerDef {
  return trigger(meta, 'no_truncate', 'before truncate', 'statement', 'refuse', []);
}

function trigger(
  { tableName }: EntityMetadata,
  name: string,
  when: string,
  forEach: 'row' | 'statement',
  call: string,
  args: readonly string[],
  deferred = '',
): TriggerDef {
  const [timing, ...events] = when
    .replace(/ of .* or /, ' or ')
    .replaceAll(' or ', ' ')
    .split(' ') as [TriggerDef['timing'], ...TriggerDef['events']];
  const literals = args.map((text) => `'${text.replaceAll("'", "''")}'`).join(', ');
  return {
    name: `${tableName}_${name}`,
    timing,
    events,
    forEach,
    expression: `create ${deferred && 'constraint '}trigger "${tableName}_${name}" ${when} on "${tableName}" ${deferred}for each ${forEach} execute function palimpsest.${call}(${literals})`,
  };
}

function textArray(names: readonly string[]): string {
  return `{${names.join(',')}}`;
}
