import type { Span } from '../model/text-diff.js';
import { SafeText } from '../components/safe-text.js';

/** Pieces of text, marked by what became of them: underlined or struck out, so that no colour is needed. */
export function Spans({ spans }: { readonly spans: readonly Span[] }) {
  return (
    <>
      {spans.map(({ kind, text }, n) => {
        const pieces = <SafeText text={text} />;
        if (kind === 'added') return <ins key={n}>{pieces}</ins>;
        return kind === 'removed' ? <del key={n}>{pieces}</del> : <span key={n}>{pieces}</span>;
      })}
    </>
  );
}
