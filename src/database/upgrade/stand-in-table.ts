/** Something that the database's functions need, and that a migration brings: one of before it calls them without. */
export interface StandInTable {
  /** The migration that brings it. */
  readonly broughtBy: string;
  /** It is there where the migration that brings it has been applied before one of an earlier date. */
  readonly table: string;
  /** SQL. */
  readonly make: string;
  readonly remove: string;
}

const standIns: readonly StandInTable[] = [
  {
    broughtBy: 'Migration20261126232344_shapes',
    table: 'entity_shape',
    make: `do $$ begin
      if to_regclass('entity_version') is not null then
        create table entity_shape (entity_type text, shape int, steps jsonb not null, columns jsonb not null,
          since timestamptz not null default clock_timestamp(), primary key (entity_type, shape));
        alter table entity_version add shape int not null default 1;
      end if;
    end $$`,
    remove: `do $$ begin
      if to_regclass('entity_shape') is not null then
        drop table entity_shape;
        alter table entity_version drop column shape;
      end if;
    end $$`,
  },
  {
    broughtBy: 'Migration20261127010614_computed_values',
    table: 'computed_value',
    make: `create table computed_value (entity_id uuid, version int, shape int, column_name text, value jsonb,
      tenant_id uuid default nullif(current_setting('app.tenant_id', true), '')::uuid,
      primary key (entity_id, version, shape, column_name))`,
    // The migration works out once more what was kept.
    remove: 'drop table computed_value',
  },
  {
    broughtBy: 'Migration20261127044201_record_sets',
    table: 'pending_change',
    make: `create table pending_change (xid xid8, entity_id uuid, version int, entity_type text, operation text, state jsonb,
        redacted jsonb, is_first boolean, tenant_id uuid default nullif(current_setting('app.tenant_id', true), '')::uuid,
        primary key (xid, entity_id, version));
      create constraint trigger pending_change_record after insert on pending_change deferrable initially deferred
        for each row when (new.is_first) execute function palimpsest.record_changes()`,
    remove: 'drop table pending_change',
  },
  {
    broughtBy: 'Migration20261127083704_order_of_commit',
    table: 'transaction_numbering',
    make: 'create table transaction_numbering (line int, number_offset bigint)',
    remove: 'drop table transaction_numbering',
  },
];

/**
 * What the functions that a statement of a migration calls need, and no migration before it has brought: the functions are
 * those of this version whatever the date of the migration is, which may lie between those of ours.
 *
 * @param name of the migration
 */
export function standInTablesFor(name: string, statement: string): readonly StandInTable[] {
  return /^\s*select palimpsest\./i.test(statement) ? standIns.filter(({ broughtBy }) => name < broughtBy) : [];
}
