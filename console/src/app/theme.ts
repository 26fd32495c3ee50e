import { effect, signal } from '@preact/signals';
import { KeptText } from './kept-text.js';

export type Theme = 'system' | 'light' | 'dark';

/** A preference, and so the one thing that is kept beyond the tab. */
const kept = new KeptText(() => localStorage, 'palimpsest.theme');

export const theme = signal<Theme>(keptTheme());

/** Shows the theme, and keeps it. */
export function followTheme(): void {
  effect(() => {
    document.documentElement.dataset['theme'] = theme.value;
    kept.set(theme.value === 'system' ? null : theme.value);
  });
}

function keptTheme(): Theme {
  const name = kept.get();
  return name === 'light' || name === 'dark' ? name : 'system';
}
