import { PalimpsestError } from '../../../sdk/src/index.js';
import { showInstant, shownInstant } from '../app/route.js';
import { texts } from '../texts.js';

/** Ways on from an instant that the server cannot show, whose reason has been told. */
export function InstantRefused({ error }: { readonly error: unknown }) {
  if (!(error instanceof PalimpsestError)) return null;
  const { field, from } = error.extensions as { readonly field?: unknown; readonly from?: unknown };
  if (typeof field !== 'string' || !field.startsWith('asOf')) return null;
  const at = shownInstant.value?.at;
  const isLater = typeof from === 'string' && (at === undefined || Date.parse(from) > Date.parse(at));
  return (
    <p class="actions">
      <button type="button" onClick={() => showInstant(null)}>
        {texts.time.back}
      </button>
      {isLater && (
        <button type="button" onClick={() => showInstant({ at: from })}>
          {texts.time.firstKept}
        </button>
      )}
    </p>
  );
}
