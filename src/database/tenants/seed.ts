import type { MikroORM } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { Role } from '../../auth/role.js';
import type { NewOrganization } from '../../modules/module.js';
import { modules } from '../../modules/registry.js';
import { User } from '../../modules/user/user.entity.js';
import { tenantSession } from '../../tenancy/tenant-session.js';
import { Actor, ActorKind, ChangeSource, recordChanges } from '../../versioning/index.js';
import { createOrganization, type OrganizationRow } from './organizations.js';

/** Organizations to try the server with, and the name of each one's user of a role. */
const demoOrganizations = [
  { slug: 'acme', name: 'Acme Press', users: { ADMIN: 'Ada', EDITOR: 'Edgar', VIEWER: 'Vera' } },
  { slug: 'globex', name: 'Globex Weekly', users: { ADMIN: 'Gloria', EDITOR: 'Emil', VIEWER: 'Viktor' } },
] as const;

type DemoOrganization = (typeof demoOrganizations)[number];

/**
 * Makes organizations to try the server with: a user of each role, and what the modules have to show. Everything goes
 * through the kernel, so that it has the history it seems to have.
 *
 * @param password of the first organization's users; without one nobody can sign in, and tokens have to be issued. Not
 *   of all, since hashing is most of what the first start takes
 * @returns the organizations that were made
 * @throws {DomainError} ALREADY_EXISTS where one of the organizations is there
 */
export async function seedDemo(orm: MikroORM, password?: string): Promise<OrganizationRow[]> {
  const made: OrganizationRow[] = [];
  for (const [index, demo] of demoOrganizations.entries()) {
    const id = uuidv7();
    await fill(orm, id, demo, index === 0 ? password : undefined);
    // Last, so that of an interrupted seed nothing is seen, and it is done again.
    made.push(await createOrganization(orm, { id, slug: demo.slug, name: demo.name }));
  }
  return made;
}

async function fill(orm: MikroORM, id: string, { slug, users: names }: DemoOrganization, password?: string) {
  const em = orm.em.fork({ session: tenantSession(id) });
  const record: NewOrganization['record'] = (actor, reason, work) =>
    recordChanges(em, { actor, reason, source: ChangeSource.CLI, operationName: 'seed' }, work);

  const seeder = new Actor(ActorKind.SYSTEM, 'seed');
  const users = await record(seeder, 'the first users', async (changes) => {
    const make = async (role: Role) => {
      const displayName = names[role];
      const email = `${displayName.toLowerCase()}@${slug}.example`;
      return (await changes.create(User, { email, displayName, role, ...(password && { password }) })).id;
    };
    // One after the other: each is a flush of one transaction.
    return { ADMIN: await make(Role.ADMIN), EDITOR: await make(Role.EDITOR), VIEWER: await make(Role.VIEWER) };
  });
  for (const { seed } of modules) await seed?.({ slug, users, record });
}
