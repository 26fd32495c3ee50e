import type { MikroORM } from '@mikro-orm/postgresql';
import type { Authenticated } from '../../auth/principal.js';
import type { VersioningContext } from '../../versioning/index.js';
import type { RequestContext } from '../request/request-context.js';

/** What resolvers get as their context. */
export type OperationContext = Omit<RequestContext, 'claims'> &
  Authenticated &
  VersioningContext & { readonly orm: MikroORM };
