import type { EntityMetadata } from '@mikro-orm/core';
import type { MikroORM } from '@mikro-orm/postgresql';
import { type InstalledView, installedViews, isSame, liveSchema, liveViews } from '../installed/live-views.js';

/**
 * Looks whether each versioned table has the view of its living rows, as this version of the program makes it, and no
 * other is left over.
 *
 * @returns what is wrong, one phrase each, naming the view; nothing where all is well
 */
export async function liveViewProblems(orm: MikroORM): Promise<string[]> {
  const connection = orm.em.getConnection();
  const [{ schema }] = await connection.execute<[{ schema: string }]>(
    "select quote_ident(coalesce(current_schema(), 'public')) as schema",
  );
  const installed = await connection.execute<InstalledView[]>(installedViews);
  const views = liveViews([...orm.getMetadata()] as EntityMetadata[], schema);
  return [
    ...views.flatMap((view) => {
      const present = installed.find(({ name }) => name === view.name);
      if (!present) return [`the view ${liveSchema}.${view.name} is missing`];
      return isSame(view, present) ? [] : [`the view ${liveSchema}.${view.name} is of another version or altered`];
    }),
    ...installed
      .filter(({ name }) => !views.some((view) => view.name === name))
      .map(({ name }) => `the view ${liveSchema}.${name} is left over`),
  ];
}
