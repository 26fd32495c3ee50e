/** A text field with a list of what may be meant: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/. */
export interface Combobox {
  /** Whether the list is shown. */
  readonly isOpen: boolean;
  /** The place of the option that Enter chooses; null: none. */
  readonly active: number | null;
}

/** What a key does: it shows the list in another way, chooses the active option, or empties the text field. */
export type ComboboxStep = Combobox | 'choose' | 'clear';

/**
 * What a key does in a combobox.
 *
 * @param key as `KeyboardEvent` names it
 * @param count of options
 * @param hasText whether something is written in the text field
 * @returns undefined for a key that the combobox leaves to the text field and to what is around it
 */
export function comboboxStep(
  key: string,
  { isOpen, active }: Combobox,
  count: number,
  hasText: boolean,
): ComboboxStep | undefined {
  switch (key) {
    case 'ArrowDown':
      return { isOpen: true, active: count === 0 ? null : active === null ? 0 : (active + 1) % count };
    case 'ArrowUp':
      return { isOpen: true, active: count === 0 ? null : ((active ?? count) + count - 1) % count };
    case 'Enter':
      return isOpen && active !== null ? 'choose' : undefined;
    case 'Escape':
      if (isOpen) return { isOpen: false, active: null };
      return hasText ? 'clear' : undefined;
    default:
      return undefined;
  }
}
