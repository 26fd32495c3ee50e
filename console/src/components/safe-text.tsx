import { visiblePieces } from '../model/visible-text.js';
import { texts } from '../texts.js';

/** Any text, as text: what hides in it is shown, and its direction is its own. */
export function SafeText({ text }: { readonly text: string }) {
  return (
    <bdi>
      {visiblePieces(text).map((piece, n) =>
        'text' in piece ? (
          piece.text
        ) : (
          <span key={n} class="hidden-character" title={texts.hiddenCharacter(piece.hidden)}>
            {piece.hidden}
          </span>
        ),
      )}
    </bdi>
  );
}
