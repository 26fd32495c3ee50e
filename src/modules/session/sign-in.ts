import { credentialOf } from '../../auth/credential.js';
import { passwordChecks, verifyPassword } from '../../auth/password.js';
import type { IssuedToken } from '../../auth/token.js';
import { tenantSession } from '../../tenancy/tenant-session.js';
import { Actor, ActorKind, appendAuditEntry, currentBounds, DomainError } from '../../versioning/index.js';
import type { Organization } from '../organization/organization.entity.js';
import type { User } from '../user/user.entity.js';
import { findAccount, readUser } from './account.js';
import { foldedAddress } from '../user/folded-address.js';
import type { SessionContext } from './session-context.js';
import type { SignInInput } from './sign-in-input.js';
import { SignInLimit } from './sign-in-limit.js';

/** Who has signed in, and with what. */
export interface SignedIn extends IssuedToken {
  readonly organization: Organization;
  readonly user: User;
}

/**
 * Signs in with a password, in transactions of its own: attempts are counted and failures recorded although the
 * operation that asked is rolled back.
 *
 * @throws QueueFull, before anything is counted or looked at, where too many are signing in, or from this address;
 *   DomainError RATE_LIMITED after too many attempts; UNAUTHENTICATED, in the same words and after the same work,
 *   for an unknown organization, an unknown email, an account without a password, and a wrong password
 */
export async function signIn(context: SessionContext, input: SignInInput): Promise<SignedIn> {
  const { orm, address, requestId, issueToken, logger } = context;
  if (!issueToken) {
    throw new DomainError('FORBIDDEN', 'This server issues no tokens; get one from its identity provider.');
  }
  const limit = new SignInLimit(orm.em, {
    organization: input.organization,
    email: foldedAddress(input.email),
    address,
  });
  const turn = { of: address, signal: currentBounds().signal };
  const { organization, account, isRight } = await passwordChecks.run(turn, async () => {
    await limit.count();
    const { organization, user: account } = await findAccount(orm, input.organization, input.email);
    const isRight = await verifyPassword(input.password, account?.passwordHash, () =>
      logger?.error({ requestId, userId: account?.id }, 'A stored password hash cannot be used; set a new password.'),
    );
    return { organization, account, isRight };
  });
  const record = async (action: string, actor: Actor | null) => {
    if (!organization) return limit.rewrite();
    const em = orm.em.fork({ session: tenantSession(organization.id) });
    // Who tried what address is not told where there is no account: it may be a password in the wrong field.
    const tried = account && { table: 'user', id: account.id };
    return appendAuditEntry(em, { action, actor, requestId, ...(tried && { record: tried }) });
  };
  const user = isRight && organization && account ? await readUser(orm, organization.id, account.id) : null;
  if (!organization || !account || !user) {
    await record('session.signInFailed', null);
    throw new DomainError('UNAUTHENTICATED', 'Organization, email or password is wrong.');
  }
  await limit.forgive();
  await record('session.signIn', new Actor(ActorKind.USER, user.id));
  // Of the password that was right: one that is changed meanwhile ends the token before it is used.
  const credential = credentialOf(account.passwordHash ?? null);
  const token = await issueToken({ userId: user.id, organizationId: organization.id, credential });
  return { ...token, organization, user };
}
