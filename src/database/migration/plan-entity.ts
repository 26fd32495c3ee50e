import { type ColumnChange, stages } from './column-change.js';
import { camelCase } from './column-name.js';
import type { Drops } from './drops.js';
import type { EntityTable } from './entity-table.js';
import { fieldOf, type FormerEntity } from './former-entity.js';
import { planColumns } from './plan-columns.js';
import { planLinks } from './plan-links.js';
import { isQuestion } from './question.js';
import { columnRenames, exchangedNames, linkPairs, type Rename, withRenamed } from './renames.js';
import type { ShapeStep } from './shape-step.js';

/** How a versioned table gets from one state of the schema to the next: its rows by statements, its versions by steps. */
export interface EntityPlan {
  readonly table: string;
  /** Of columns, before everything else: those that the entity says, and those set aside while others are made of them. */
  readonly renames: readonly Rename[];
  /** Of link tables, with their columns. */
  readonly linkRenames: readonly { readonly table: Rename; readonly columns: readonly Rename[] }[];
  readonly changes: readonly ColumnChange[];
  /** None where old versions are of the present shape. */
  readonly steps: readonly ShapeStep[];
  readonly questions: readonly string[];
  readonly sentences: readonly string[];
}

/**
 * Compares two states of a versioned entity. Pure.
 *
 * @param before by the names that the tables have now, where any was renamed
 * @param former what the entity's decorators say
 * @param drops what the developer said of what goes
 */
export function planEntity(before: EntityTable, after: EntityTable, former: FormerEntity, drops: Drops): EntityPlan {
  const renames = columnRenames(before, after, former);
  const pairs = linkPairs(before, after, former);
  const links = pairs
    .map(([link, present]) => ({ from: link.key, to: present.key }))
    .filter(({ from, to }) => from !== to);
  const formerLinks = before.links.map((link) => pairs.find(([was]) => was === link)?.[1] ?? link);
  const found = [
    ...planColumns(withRenamed(before, renames), after, formerLinks, former, drops),
    ...planLinks(before, after, pairs, former, drops),
  ];
  const changes = stages.flatMap((stage) =>
    found.filter((change): change is ColumnChange => !isQuestion(change) && change.stage === stage),
  );
  const steps = [
    ...[...renames, ...links].map(({ from, to }) => ({ rename: from, to })),
    ...changes.flatMap((change) => change.steps),
  ];
  return {
    table: after.name,
    renames: [...renames, ...changes.flatMap(({ aside }) => aside ?? [])],
    linkRenames: pairs.map(([link, present]) => ({
      table: { from: link.table, to: present.table },
      columns: [
        { from: link.owner, to: present.owner },
        { from: link.target, to: present.target },
      ].filter(({ from, to }) => from !== to),
    })),
    changes,
    steps,
    questions: [
      ...exchangeQuestion(former, exchangedNames(before, after, former)),
      ...found.filter((change) => isQuestion(change)).map(({ question }) => question),
      ...entangledExpressions(changes, former),
    ],
    sentences: [
      ...[...renames, ...links].map(({ from, to }) => renameSentence(former, from, to)),
      ...changes.map(({ sentence }) => sentence),
    ],
  };
}

/** Of two columns that are made anew one is made first, and an expression would find the other as it is by then. */
function entangledExpressions(changes: readonly ColumnChange[], former: FormerEntity): string[] {
  const fieldName = (column: string) => fieldOf(former, column).property;
  const expressions = changes.flatMap(({ computes }) => computes ?? []);
  const anew = changes.flatMap(({ aside }) => aside?.from ?? []);
  return expressions.flatMap(({ column, expression }) =>
    anew
      .filter((other) => other !== column && expression.includes(`'${other}'`))
      .map(
        (other) =>
          `${former.className}.${fieldName(column)} is made of ${fieldName(other)}, which is made anew itself: change one of them in a migration of its own.`,
      ),
  );
}

/** What is renamed takes a name that is free, and of these none is before another has moved. */
function exchangeQuestion(former: FormerEntity, columns: readonly string[]): string[] {
  if (columns.length === 0) return [];
  const names = columns.map((column) => `${former.className}.${fieldOf(former, column).property}`).join(' and ');
  return [
    `${names} are said to have been called as one another: give one of them a name of its own, write that migration, and then give it the name that it is to have.`,
  ];
}

function renameSentence(former: FormerEntity, from: string, to: string): string {
  return `${former.className}.${fieldOf(former, to).property} was ${camelCase(from)}: rows and old versions keep their values.`;
}
