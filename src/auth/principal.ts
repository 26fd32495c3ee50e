import type { Role } from './role.js';

/** Who is calling, for which organization, and what she may do at present. Nothing else decides either. */
export interface Principal {
  readonly userId: string;
  readonly organizationId: string;
  /** Asked for where nothing has told it yet; that fails for whom the token speaks no more. */
  role(): Promise<Role>;
}

/** What is known of a caller while an operation runs. Without a principal the caller is anonymous. */
export interface Authenticated {
  readonly principal?: Principal;
  /** The network address the request came from; of IPv6 the network. */
  readonly address: string;
  readonly requestId: string;
}
