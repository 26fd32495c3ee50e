import type { AuthCheckerFn } from 'type-graphql';
import { AccessRefused } from './auth-error.js';
import type { Authenticated } from './principal.js';
import { Role } from './role.js';

/** The rule of a field, as `@Authorized(word)` declares it. */
export type AccessWord = 'PUBLIC' | 'READ' | 'WRITE' | 'ADMINISTER';

/** What each role may do. The one place that says so. */
const granted: Readonly<Record<Role, readonly AccessWord[]>> = {
  [Role.VIEWER]: ['PUBLIC', 'READ'],
  [Role.EDITOR]: ['PUBLIC', 'READ', 'WRITE'],
  [Role.ADMIN]: ['PUBLIC', 'READ', 'WRITE', 'ADMINISTER'],
};

/** What all roles may do: it needs nobody's role, since whom the token speaks for no more gets no answer at all. */
const forAll = Object.values(granted).reduce((common, words) => common.filter((word) => words.includes(word)));

/** The roles that one of a field's words lets pass. @param words absent or none: it is open to all */
export function rolesFor(words: readonly AccessWord[] = []): readonly Role[] {
  const roles = Object.values(Role);
  return words.length === 0 ? roles : roles.filter((role) => words.some((word) => granted[role].includes(word)));
}

/**
 * TypeGraphQL's `authChecker`: lets the caller pass when the role grants one of the field's words.
 *
 * @throws AccessRefused UNAUTHENTICATED for an anonymous caller, FORBIDDEN for a role that does not reach
 */
export const authChecker: AuthCheckerFn<Authenticated, AccessWord> = async ({ context }, words) => {
  await pass(context, words);
  return true;
};

/**
 * Lets the caller pass when the role grants a word, where only what is read tells which one is needed.
 *
 * @throws AccessRefused as {@link authChecker} does
 */
export function authorize(caller: Authenticated, word: string): Promise<void> {
  return pass(caller, [word as AccessWord]);
}

async function pass({ principal }: Authenticated, words: readonly AccessWord[]): Promise<void> {
  if (words.includes('PUBLIC')) return;
  if (!principal) throw new AccessRefused('UNAUTHENTICATED', 'This needs a bearer token; sign in first.');
  if (words.some((word) => forAll.includes(word))) return;
  const role = await principal.role();
  if (words.some((word) => granted[role].includes(word))) return;
  throw new AccessRefused('FORBIDDEN', `The role ${role} may not do this.`);
}
