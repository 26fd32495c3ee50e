import type { AuditEntryHead } from './audit-entry.js';
import type { Catalogue } from './catalogue.js';

const verbs = ['create', 'update', 'delete', 'restore', 'revert', 'undo', 'purge', 'hold', 'release'] as const;

/** Actions to look for: those of the entries that are shown, signing in, and what can be done with each type of records. */
export function auditActions(catalogue: Catalogue, shown: readonly Pick<AuditEntryHead, 'action'>[]): string[] {
  const subjects = catalogue.types.map(({ name }) => name.replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, '_').toLowerCase());
  const known = subjects.flatMap((subject) => verbs.map((verb) => `${subject}.${verb}`));
  return [...new Set([...shown.map(({ action }) => action), 'session.signIn', 'session.signInFailed', ...known])];
}
