import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { CompiledQuery } from 'kysely';
import type { Client } from 'pg';
import { valuesFor } from '../../src/versioning/session/own-rows.js';

/** A node of what EXPLAIN ANALYZE tells. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** The same entity manager, of which is known what it sends by Kysely. */
export function watched(em: SqlEntityManager, statements: CompiledQuery[]): SqlEntityManager {
  const kysely = em.getKysely();
  const watching = kysely.withPlugin({
    transformQuery({ node, queryId }) {
      statements.push(kysely.getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  return Object.assign(Object.create(em) as SqlEntityManager, {
    getKysely: () => watching,
    getTransactionContext: () => em.getTransactionContext(),
  });
}

/** The nodes of the plan by which PostgreSQL answers a statement for a tenant. */
export async function planOf(
  client: Client,
  tenant: string,
  { sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>,
): Promise<PlanNode[]> {
  await client.query('begin');
  await client.query("select set_config('app.tenant_id', $1, true)", [tenant]);
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `explain (analyze, timing off, format json) ${sql}`,
    valuesFor(tenant, parameters),
  );
  await client.query('rollback');
  const nodes = (plan: PlanNode): PlanNode[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];
  return nodes(rows[0]!['QUERY PLAN'][0].Plan);
}
