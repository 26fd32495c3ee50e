import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/**
 * Nothing can be written or chosen in a form while it is saved: it would be in no version. What had the focus gets it back.
 *
 * @param form all of which is inert
 */
export function useInertWhile(isBusy: boolean, form: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = form.current;
    if (!isBusy || !element) return undefined;
    const focused = document.activeElement;
    element.inert = true;
    return () => {
      element.inert = false;
      if (!(focused instanceof HTMLElement) || !element.contains(focused)) return;
      const giveBack = () => {
        if (document.activeElement === document.body) focused.focus({ preventScroll: true });
      };
      giveBack();
      // Where the session ended meanwhile, one signs in first.
      document.querySelector('dialog:modal')?.addEventListener('close', giveBack, { once: true });
    };
  }, [isBusy]);
}
