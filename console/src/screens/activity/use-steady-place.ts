import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Keeps what is read where it is while a list grows at its beginning: by as much as was added above what came first, the page
 * is moved. At the top of the page nothing is moved: whoever is there waits for what is new.
 *
 * @param items of the list, newest first; its elements are kept by key
 * @returns for the list's element, which stays out of the browser's own anchoring (`overflow-anchor: none`)
 */
export function useSteadyPlace(items: unknown): RefObject<HTMLOListElement | null> {
  const list = useRef<HTMLOListElement>(null);
  const first = useRef<Element | null>(null);
  useLayoutEffect(() => {
    const [element, before] = [list.current, first.current];
    first.current = element?.firstElementChild ?? null;
    if (!element || !before?.isConnected || globalThis.scrollY === 0) return;
    const added = before.getBoundingClientRect().top - element.getBoundingClientRect().top;
    if (added > 0) globalThis.scrollBy({ top: added, behavior: 'instant' });
  }, [items]);
  return list;
}
