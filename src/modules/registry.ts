import type { EntityClass } from '@mikro-orm/core';
import * as list from './index.js';
import type { Module, ResolverClass } from './module.js';
import { Organization } from './organization/organization.entity.js';
import { SignInAttempt } from './session/sign-in-attempt.entity.js';

const listed: readonly (Module | ResolverClass)[] = Object.values(list);

/** The modules that are more than a resolver. */
export const modules: readonly Module[] = listed.filter((entry) => 'resolvers' in entry);

/** The resolvers of all modules. */
export const resolvers: readonly ResolverClass[] = listed.flatMap((entry) =>
  'resolvers' in entry ? entry.resolvers : [entry],
);

/** What all modules store: the entities their resolvers are made for, and what has no resolver of its own. */
export const entities: readonly EntityClass<object>[] = [
  Organization,
  SignInAttempt,
  ...resolvers.flatMap(({ entity }) => (entity ? [entity as EntityClass<object>] : [])),
];
