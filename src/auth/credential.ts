import { createHash } from 'node:crypto';

/**
 * Names a stored password without telling it: every hash has a new salt, so each change of a password gives another
 * name, also within one second, and no time has to be compared. `palimpsest.credential` is the same in SQL.
 *
 * @param passwordHash as stored; null for a user who has no password
 */
export function credentialOf(passwordHash: string | null): string {
  return createHash('sha256')
    .update(passwordHash ?? '')
    .digest('hex');
}
