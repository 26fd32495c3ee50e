import { useState } from 'preact/hooks';
import { texts } from '../texts.js';
import { SafeText } from './safe-text.js';

/** A page of it; more is shown when somebody asks. */
const usualLength = 4000;

/** A text of any length: its beginning, and the rest on demand. */
export function ClippedText({ text }: { readonly text: string }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole || text.length <= usualLength ? text : text.slice(0, usualLength);
  return (
    <>
      <SafeText text={shown} />
      {shown.length < text.length && (
        <button type="button" class="link" onClick={() => setWhole(true)}>
          … {texts.showAll(text.length)}
        </button>
      )}
    </>
  );
}
