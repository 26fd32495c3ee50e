import { PalimpsestError } from '../../../sdk/src/index.js';
import { isChangeUnknown } from '../api/unknown-outcome.js';
import { InstantRefused } from './instant-refused.js';
import { texts } from '../texts.js';
import { SafeText } from './safe-text.js';

/** Why something failed, in the server's words, with the id under which its log knows it. */
export function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  if (error === undefined || error === null) return null;
  const message = error instanceof Error ? error.message : String(error);
  const requestId = error instanceof PalimpsestError ? error.requestId : undefined;
  return (
    <div class="failure" role="alert">
      <p>
        <SafeText text={message} />
      </p>
      {isChangeUnknown(error) && <p>{texts.outcomeUnknown}</p>}
      {requestId !== undefined && <p class="quiet small">{texts.requestId(requestId)}</p>}
      <InstantRefused error={error} />
      {onRetry && (
        <button type="button" onClick={onRetry}>
          {texts.retry}
        </button>
      )}
    </div>
  );
}
