/** Whether a key is the one that leads back to now, and not for what it was pressed in: a dialog, or a search to be emptied. */
export function leavesPast({ key, target, defaultPrevented }: KeyboardEvent): boolean {
  if (key !== 'Escape' || defaultPrevented) return false;
  if (!(target instanceof Element)) return true;
  const isSearch = target instanceof HTMLInputElement && target.type === 'search' && target.value !== '';
  return !isSearch && target.closest('dialog') === null;
}
