import { expect, it } from 'vitest';
import { Role } from '../../src/auth/role.js';
import { callerKey } from '../../src/http/request/caller-key.js';

it('tells users of two organizations apart who have the same id', () => {
  const of = (organizationId: string) =>
    callerKey({ claims: { organizationId, userId: 'ada', role: Role.VIEWER }, address: '192.0.2.1' });
  expect(of('acme')).not.toBe(of('other'));
  expect(of('acme')).toBe(of('acme'));
});
