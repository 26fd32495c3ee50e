import type { EntityClass } from '@mikro-orm/core';
import type { VersionedClass } from '../versioning/index.js';
import * as modules from './index.js';
import { Organization } from './organization/organization.entity.js';
import { SignInAttempt } from './session/sign-in-attempt.entity.js';

type ResolverClass = (abstract new () => object) & { readonly entity?: VersionedClass };

/** The resolvers of all modules. */
export const resolvers: readonly ResolverClass[] = Object.values(modules);

/** What all modules store: the entities their resolvers are made for, and what has no resolver of its own. */
export const entities: readonly EntityClass<object>[] = [
  Organization,
  SignInAttempt,
  ...resolvers.flatMap(({ entity }) => (entity ? [entity as EntityClass<object>] : [])),
];
