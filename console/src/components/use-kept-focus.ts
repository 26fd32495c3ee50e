import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/**
 * Where what has the focus goes away, as a row that was restored does, the browser forgets the place and the keyboard begins at
 * the top of the page. It goes on from what held the row instead.
 *
 * @param holder can have the focus
 */
export function useKeptFocus(holder: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = holder.current;
    if (!element) return undefined;
    let focused: EventTarget | null = null;
    const note = ({ target }: FocusEvent) => {
      focused = target;
    };
    const observer = new MutationObserver(() => {
      if (!(focused instanceof Node) || focused.isConnected || document.activeElement !== document.body) return;
      focused = null;
      element.focus({ preventScroll: true });
    });
    element.addEventListener('focusin', note);
    observer.observe(element, { childList: true, subtree: true });
    return () => {
      element.removeEventListener('focusin', note);
      observer.disconnect();
    };
  }, []);
}
