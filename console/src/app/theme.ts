import { effect, signal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';

/** A preference, and so the one thing that is kept beyond the tab. */
const themeKey = 'palimpsest.theme';

export const theme = signal<Theme>(keptTheme());

/** Shows the theme, and keeps it. */
export function followTheme(): void {
  effect(() => {
    document.documentElement.dataset['theme'] = theme.value;
    if (theme.value === 'system') localStorage.removeItem(themeKey);
    else localStorage.setItem(themeKey, theme.value);
  });
}

function keptTheme(): Theme {
  const kept = localStorage.getItem(themeKey);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}
