import { showInstant } from '../../app/route.js';
import { texts } from '../../texts.js';

/** In place of what changes something, while the past is shown. */
export function OnlyNow() {
  return (
    <div class="empty">
      <p>{texts.time.onlyNow}</p>
      <p>
        <button type="button" onClick={() => showInstant(null)}>
          {texts.time.back}
        </button>
      </p>
    </div>
  );
}
