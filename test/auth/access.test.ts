import type { ResolverData } from 'type-graphql';
import { describe, expect, it } from 'vitest';
import { AccessRefused } from '../../src/auth/auth-error.js';
import { authChecker, type AccessWord } from '../../src/auth/access.js';
import type { Authenticated } from '../../src/auth/principal.js';
import { Role } from '../../src/auth/role.js';

const words: AccessWord[] = ['PUBLIC', 'READ', 'WRITE', 'ADMINISTER'];

/** What the checker says to a caller; it looks at nothing but the context. */
async function answer(role: Role | undefined, rule: AccessWord[]): Promise<unknown> {
  const principal = role && { userId: 'u', organizationId: 'o', role: async () => role };
  const context: Authenticated = { address: '127.0.0.1', requestId: 'r', ...(principal && { principal }) };
  try {
    return await authChecker({ context } as ResolverData<Authenticated>, rule);
  } catch (error) {
    return error instanceof AccessRefused ? error.code : error;
  }
}

describe('authChecker', () => {
  it.each([
    [undefined, [true, 'UNAUTHENTICATED', 'UNAUTHENTICATED', 'UNAUTHENTICATED']],
    [Role.VIEWER, [true, true, 'FORBIDDEN', 'FORBIDDEN']],
    [Role.EDITOR, [true, true, true, 'FORBIDDEN']],
    [Role.ADMIN, [true, true, true, true]],
  ])('lets %s do what the role reaches', async (role, answers) => {
    expect(await Promise.all(words.map((word) => answer(role, [word])))).toEqual(answers);
  });

  it('lets nobody pass where no word is declared', async () => {
    expect(await answer(undefined, [])).toBe('UNAUTHENTICATED');
    expect(await answer(Role.ADMIN, [])).toBe('FORBIDDEN');
  });
});
