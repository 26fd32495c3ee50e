/** The part of a page that says whether somebody can see it. */
export interface Visibility {
  readonly hidden: boolean;
  addEventListener(type: 'visibilitychange', listener: () => void): void;
  removeEventListener(type: 'visibilitychange', listener: () => void): void;
}

/**
 * Does something again and again while a page can be seen; once it is seen again, at once. The next time is counted from the
 * end of the last, so that a slow server is not asked more.
 *
 * @param work must not reject
 * @returns what ends it
 */
export function pollWhileVisible(page: Visibility, everyMs: number, work: () => Promise<void>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBusy = false;
  let isEnded = false;

  const wait = () => {
    clearTimeout(timer);
    if (!page.hidden && !isEnded) timer = setTimeout(() => void next(), everyMs);
  };
  const next = async () => {
    clearTimeout(timer);
    if (isBusy || page.hidden || isEnded) return;
    isBusy = true;
    await work();
    isBusy = false;
    wait();
  };
  const change = () => {
    if (page.hidden) clearTimeout(timer);
    else void next();
  };
  page.addEventListener('visibilitychange', change);
  wait();
  return () => {
    isEnded = true;
    clearTimeout(timer);
    page.removeEventListener('visibilitychange', change);
  };
}
