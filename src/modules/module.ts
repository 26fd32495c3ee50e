import type { Role } from '../auth/role.js';
import type { Actor, Changes, VersionedClass } from '../versioning/index.js';

/** A resolver; one that is made by `VersionedResolver` says for which entity. */
export type ResolverClass = (abstract new () => object) & { readonly entity?: VersionedClass };

/** An organization that was just made to try the server with, for a module to fill. */
export interface NewOrganization {
  readonly slug: string;
  /** The id of its first user of each role. */
  readonly users: Readonly<Record<Role, string>>;
  /** Makes changes, as one change set. */
  record<T>(actor: Actor, reason: string, work: (changes: Changes) => Promise<T>): Promise<T>;
}

/** Several resolvers that belong together, and what there is to see of them when the server is tried. */
export interface Module {
  readonly resolvers: readonly ResolverClass[];
  /** Fills an organization at the first start, and for `palimpsest seed`. */
  readonly seed?: (organization: NewOrganization) => Promise<void>;
  /** The query that the server prints to be pasted; any VIEWER may ask it. */
  readonly greeting?: string;
  /** Operations that GraphiQL has a tab for; an EDITOR may ask them as they stand, the first as often as she likes. */
  readonly examples?: readonly string[];
}
