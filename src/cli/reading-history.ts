import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { HistoryReader, inTransaction, Loaders, RecordReader, type VersioningContext } from '../versioning/index.js';
import { inOrganization } from './in-organization.js';

/** What such work reads by. */
export type HistoryContext = Pick<VersioningContext, 'em' | 'history' | 'loaders'>;

/** Runs a command's work that reads the history of an organization, in one transaction. */
export function readingHistory(slug: string, work: (context: HistoryContext) => Promise<void>): Promise<void> {
  return inOrganization(slug, (em) => inTransaction(em, (reader) => work(historyContext(reader))));
}

/** What such work reads by, in a transaction. */
export function historyContext(em: SqlEntityManager): HistoryContext {
  const records = new RecordReader(em);
  const history = new HistoryReader(em);
  const loaders = new Loaders(em.getMetadata(), { em, records, history, selecting: records });
  return { em, history, loaders };
}
