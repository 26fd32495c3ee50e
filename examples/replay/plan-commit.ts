import type { Commit, FileChange } from './commit.js';
import { type Content, Document } from './document.js';
import { titleOf } from './title.js';

/** What a commit does to one document. */
export interface Plan {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly document: Document;
  /** What the document says after it. */
  readonly content: Content;
}

/**
 * Plans what a commit does to the documents there are, each at most once and in the commit's order: what it does to one
 * file in several steps comes to one change.
 *
 * @param living documents by path; brought up to date
 */
export function planCommit(living: Map<string, Document>, commit: Commit): Plan[] {
  const plans = new Map<Document, Plan>();
  for (const change of commit.changes) {
    const plan = planChange(living, change);
    if (plan) fold(plans, plan);
  }
  return [...plans.values()];
}

function planChange(living: Map<string, Document>, change: FileChange): Plan | undefined {
  const path = change.op === 'rename' ? change.from : change.path;
  const document = living.get(path);
  if (change.op === 'delete') {
    living.delete(path);
    return document && { operation: 'DELETE', document, content: document.content };
  }
  const content = { slug: change.path, title: titleOf(change.path, change.body), body: change.body };
  if (!document) {
    const created = new Document(content);
    living.set(change.path, created);
    return { operation: 'CREATE', document: created, content };
  }
  living.delete(path);
  living.set(change.path, document);
  return { operation: 'UPDATE', document, content };
}

function fold(plans: Map<Document, Plan>, next: Plan): void {
  const before = plans.get(next.document);
  if (before?.operation !== 'CREATE') plans.set(next.document, next);
  else if (next.operation === 'DELETE') plans.delete(next.document);
  else plans.set(next.document, { ...next, operation: 'CREATE' });
}
