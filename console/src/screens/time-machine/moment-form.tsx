import { useId } from 'preact/hooks';
import { showInstant, shownInstant } from '../../app/route.js';
import { fromLocalInput, isInstant, toLocalInput } from '../../model/instant.js';
import { texts } from '../../texts.js';

/** Goes to a moment that is typed. */
export function MomentForm() {
  const id = useId();
  const at = shownInstant.value?.at;
  return (
    <form
      class="moment"
      onSubmit={(event) => {
        event.preventDefault();
        const moment = new FormData(event.currentTarget).get('moment');
        if (typeof moment === 'string' && moment !== '') showInstant({ at: fromLocalInput(moment) });
      }}
    >
      <label for={id}>{texts.time.moment}</label>
      <input
        id={id}
        type="datetime-local"
        name="moment"
        step={1}
        required
        aria-describedby={`${id}-hint`}
        defaultValue={at !== undefined && isInstant(at) ? toLocalInput(at) : ''}
      />
      <button type="submit">{texts.time.go}</button>
      <span id={`${id}-hint`} class="hint">
        {texts.time.momentHint}
      </span>
    </form>
  );
}
