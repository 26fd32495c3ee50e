import type { ComponentChildren } from 'preact';
import { addressOf } from '../model/route.js';

interface LinkProps {
  readonly to: readonly (string | number)[];
  readonly parameters?: URLSearchParams;
  readonly class?: string;
  readonly current?: boolean;
  /** Told before the other place is gone to. */
  readonly onFollow?: () => void;
  readonly children: ComponentChildren;
}

/** A link to another place of the console. */
export function Link({ to, parameters, current, onFollow, children, class: name }: LinkProps) {
  return (
    <a href={addressOf(to, parameters)} class={name} aria-current={current ? 'page' : undefined} onClick={onFollow}>
      {children}
    </a>
  );
}
