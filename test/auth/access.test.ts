import type { ResolverData } from 'type-graphql';
import { describe, expect, it } from 'vitest';
import { AccessRefused } from '../../src/auth/access-refused.js';
import { authChecker, type AccessWord } from '../../src/auth/access.js';
import type { Authenticated } from '../../src/auth/principal.js';
import { Role } from '../../src/auth/role.js';

const words: AccessWord[] = ['PUBLIC', 'READ', 'WRITE', 'ADMINISTER'];

/** What the checker says to a caller; it looks at nothing but the context. */
function answer(role: Role | undefined, rule: AccessWord[]): unknown {
  const principal = role && { userId: 'u', organizationId: 'o', role };
  const context: Authenticated = { address: '127.0.0.1', requestId: 'r', ...(principal && { principal }) };
  try {
    return authChecker({ context } as ResolverData<Authenticated>, rule);
  } catch (error) {
    return error instanceof AccessRefused ? error.kind : error;
  }
}

describe('authChecker', () => {
  it.each([
    [undefined, [true, 'UNAUTHENTICATED', 'UNAUTHENTICATED', 'UNAUTHENTICATED']],
    [Role.VIEWER, [true, true, 'FORBIDDEN', 'FORBIDDEN']],
    [Role.EDITOR, [true, true, true, 'FORBIDDEN']],
    [Role.ADMIN, [true, true, true, true]],
  ])('lets %s do what the role reaches', (role, answers) => {
    expect(words.map((word) => answer(role, [word]))).toEqual(answers);
  });

  it('lets nobody pass where no word is declared', () => {
    expect(answer(undefined, [])).toBe('UNAUTHENTICATED');
    expect(answer(Role.ADMIN, [])).toBe('FORBIDDEN');
  });
});
