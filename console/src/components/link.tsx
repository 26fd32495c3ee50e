import type { ComponentChildren } from 'preact';
import { shownInstant } from '../app/route.js';
import { addressOf } from '../model/route.js';
import type { ShownInstant } from '../model/shown-instant.js';

interface LinkProps {
  readonly to: readonly (string | number)[];
  readonly parameters?: URLSearchParams;
  /** The instant that it leads to, null for now; the one that is shown where absent. */
  readonly at?: ShownInstant | null;
  readonly class?: string;
  readonly title?: string;
  readonly current?: boolean;
  /** Told before the other place is gone to. */
  readonly onFollow?: () => void;
  readonly children: ComponentChildren;
}

/** A link to another place of the console. */
export function Link(props: LinkProps) {
  const { to, parameters, at = shownInstant.value, current, title, onFollow, children, class: name } = props;
  return (
    <a
      href={addressOf(to, parameters, at)}
      class={name}
      title={title}
      aria-current={current ? 'page' : undefined}
      onClick={onFollow}
    >
      {children}
    </a>
  );
}
