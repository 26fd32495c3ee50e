import type { MikroORM } from '@mikro-orm/postgresql';
import type { Logger } from 'pino';
import type { Authenticated } from '../../auth/principal.js';
import type { IssueToken } from '../../auth/token.js';
import type { VersioningContext } from '../../versioning/index.js';

/** What signing in and asking who one is need of a request. */
export interface SessionContext extends Authenticated, VersioningContext {
  readonly orm: MikroORM;
  /** Absent where tokens come from an identity provider. */
  readonly issueToken?: IssueToken;
  /** For what an operator must know and a caller must not. */
  readonly logger?: Logger;
}
