import type { GraphQLObjectType } from 'graphql';
import type { RawBuilder } from 'kysely';
import type { KeysetList, ListQuestion } from '../../read/lists/keyset-list.js';
import type { RawRow } from '../../read/statements/read-statement.js';
import { PageAhead } from './page-ahead.js';
import { type PlanRun, Slot } from './plan-run.js';
import type { Level, Planning } from './planning.js';
import type { ReadStep } from './read-step.js';
import type { SelectedField, Selection } from './selection.js';

/**
 * A list, with what else is asked of it, and what stands below its items.
 *
 * @param keep what a page of it is called
 * @param below plans what is read of the items
 * @returns the items
 */
export function planList<T>(
  { plan, selection }: Planning,
  field: SelectedField,
  list: KeysetList<T>,
  keep: (page: (parent?: string) => PageAhead<T>, run: PlanRun) => void,
  below: (level: Level<T>, items: SelectedField[], type: GraphQLObjectType) => void,
): Level<T> {
  const [connection] = selection.types(field);
  const parts = selection.below(field, connection!);
  const pages = new Slot<PageAhead<T>[]>(() => []);
  const { instants } = list;
  const reading = {
    statement: list.page(),
    instants,
    shown: list.shown,
    decode: (rows: readonly RawRow[], run: PlanRun) =>
      list.pages(
        rows,
        async (question) => run.in(step.answers).get(question) ?? run.ahead.miss(`the ${question} of a list`),
        run.binding,
      ),
  };
  const step: ReadStep<ReturnType<typeof list.pages>> = plan.add(reading, (all, run) =>
    keep((parent) => {
      const page = new PageAhead(all(parent), (question) => run.in(step.answers).has(question));
      run.in(pages).push(page);
      return page;
    }, run),
  );
  for (const question of questionsOf(selection, parts)) {
    const statement = list.asks(question);
    if (!statement) continue;
    plan.add(
      { statement, instants, decode: (rows) => rows },
      (rows, run) => void run.in(step.answers).set(question, rows),
    );
  }
  const level = {
    instants,
    values: (column: string, type?: string) => step.values(column, type),
    ids: (column: string) => step.ids(column),
    computed: (name: string, value: RawBuilder<unknown>) => step.computed(name, value),
    *rows(run: PlanRun) {
      for (const { items } of run.in(pages)) for (const { item } of items) yield item;
    },
  };
  for (const [type, fields] of fieldsOfItems(selection, parts)) below(level, fields, type);
  return level;
}

/** What a list is asked of its items, by their type, under each of the names that it has for them. */
export function askedOfItems(
  selection: Selection,
  field: SelectedField,
): readonly (readonly [GraphQLObjectType, SelectedField[]])[] {
  const [connection] = selection.types(field);
  return fieldsOfItems(selection, selection.below(field, connection!));
}

function fieldsOfItems(selection: Selection, parts: readonly SelectedField[]) {
  return itemsOf(selection, parts).flatMap((items) =>
    selection.types(items).map((type) => [type, selection.below(items, type)] as const),
  );
}

function questionsOf(selection: Selection, parts: readonly SelectedField[]): Set<ListQuestion> {
  const questions = new Set<ListQuestion>();
  for (const part of parts) {
    if (part.definition.name === 'totalCount') questions.add('count');
    if (part.definition.name !== 'pageInfo') continue;
    const [type] = selection.types(part);
    for (const { definition } of selection.below(part, type!)) {
      if (definition.name === 'hasNextPage') questions.add('behind');
      if (definition.name === 'hasPreviousPage') questions.add('before');
    }
  }
  return questions;
}

/** The fields that give the items of a connection: `nodes` and `edges { node }`. */
function itemsOf(selection: Selection, parts: readonly SelectedField[]): SelectedField[] {
  const nodes = parts.filter(({ definition }) => definition.name === 'nodes');
  const edges = parts.filter(({ definition }) => definition.name === 'edges');
  const ofEdges = edges.flatMap((edge) => selection.below(edge, selection.types(edge)[0]!));
  return [...nodes, ...ofEdges.filter(({ definition }) => definition.name === 'node')];
}
