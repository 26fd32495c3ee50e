import type { ComponentChildren } from 'preact';
import { Link } from './link.js';

/** A link to all that a transaction changed. */
export function ChangeSetLink({ id, children }: { readonly id: string; readonly children: ComponentChildren }) {
  return <Link to={['activity', id]}>{children}</Link>;
}
