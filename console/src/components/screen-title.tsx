import { useEffect } from 'preact/hooks';
import { shownInstant } from '../app/route.js';
import { visibleText } from '../model/visible-text.js';
import { texts } from '../texts.js';
import { SafeText } from './safe-text.js';

interface ScreenTitleProps {
  readonly name: string;
  /** What it is a part of, where its name does not say that. */
  readonly of?: string | undefined;
}

/** What a screen is called: on it, and in the title of the window, by which it is found among tabs and in the browser's history. */
export function ScreenTitle({ name, of }: ScreenTitleProps) {
  const isPast = shownInstant.value !== null;
  useEffect(() => {
    const parts = [isPast ? texts.time.past : undefined, name, of, texts.product];
    document.title = parts.flatMap((part) => (part === undefined ? [] : [visibleText(part)])).join(' · ');
    return () => {
      document.title = texts.product;
    };
  }, [name, of, isPast]);
  return (
    <h1>
      <SafeText text={name} />
    </h1>
  );
}
