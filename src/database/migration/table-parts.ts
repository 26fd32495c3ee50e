import type { TableDifference } from '@mikro-orm/postgresql';

export interface TableParts {
  readonly before: TableDifference;
  readonly after: TableDifference;
  readonly references: TableDifference;
}

/**
 * What is to be done to a versioned table before its columns are changed, what after it, and what last, once all tables
 * have the keys that references need: constraints and triggers that go or change, those that come or have changed, and
 * references. The columns themselves are left out.
 */
export function tableParts(difference: TableDifference): TableParts {
  const nothing = nothingOf(difference);
  const before: TableDifference = {
    ...nothing,
    removedChecks: { ...difference.removedChecks, ...difference.changedChecks },
    removedTriggers: { ...difference.removedTriggers, ...difference.changedTriggers },
    removedForeignKeys: { ...difference.removedForeignKeys, ...difference.changedForeignKeys },
  };
  // With a column go its indexes.
  const isGone = (name: string) =>
    difference.fromTable.getIndex(name)!.columnNames.some((column) => !difference.toTable.hasColumn(column));
  const changed = Object.entries(difference.changedIndexes);
  const after: TableDifference = {
    ...nothing,
    addedIndexes: { ...difference.addedIndexes, ...Object.fromEntries(changed.filter(([name]) => isGone(name))) },
    changedIndexes: Object.fromEntries(changed.filter(([name]) => !isGone(name))),
    removedIndexes: Object.fromEntries(Object.entries(difference.removedIndexes).filter(([name]) => !isGone(name))),
    renamedIndexes: difference.renamedIndexes,
    addedChecks: { ...difference.addedChecks, ...difference.changedChecks },
    addedTriggers: { ...difference.addedTriggers, ...difference.changedTriggers },
    // After the columns: without policies nobody sees the rows that an expression is to change.
    ...changedPolicies(difference),
    ...(difference.changedRlsEnabled !== undefined && { changedRlsEnabled: difference.changedRlsEnabled }),
    ...(difference.changedRlsForced !== undefined && { changedRlsForced: difference.changedRlsForced }),
  };
  const references: TableDifference = {
    ...nothing,
    addedForeignKeys: { ...difference.addedForeignKeys, ...difference.changedForeignKeys },
  };
  return { before, after, references };
}

/** MikroORM makes all anew where a column has another type, though they are about the tenant alone. */
function changedPolicies({
  addedPolicies,
  removedPolicies,
}: TableDifference): Pick<TableDifference, 'addedPolicies' | 'removedPolicies'> {
  const isSame = (name: string) => {
    const [was, is] = [removedPolicies[name], addedPolicies[name]];
    return was?.using === is?.using && was?.check === is?.check && was?.command === is?.command;
  };
  const changed = (policies: TableDifference['addedPolicies']) =>
    Object.fromEntries(Object.entries(policies).filter(([name]) => !isSame(name)));
  return { addedPolicies: changed(addedPolicies), removedPolicies: changed(removedPolicies) };
}

function nothingOf({ name, fromTable, toTable }: TableDifference): TableDifference {
  return {
    name,
    fromTable,
    toTable,
    addedColumns: {},
    changedColumns: {},
    removedColumns: {},
    renamedColumns: {},
    addedIndexes: {},
    changedIndexes: {},
    removedIndexes: {},
    renamedIndexes: {},
    addedChecks: {},
    changedChecks: {},
    removedChecks: {},
    addedTriggers: {},
    changedTriggers: {},
    removedTriggers: {},
    addedPolicies: {},
    removedPolicies: {},
    addedForeignKeys: {},
    changedForeignKeys: {},
    removedForeignKeys: {},
  };
}
