import { goTo, route, shownInstant } from '../../app/route.js';
import { texts } from '../../texts.js';
import { blameParameter, isBlamed } from './is-blamed.js';

/** Shows who wrote what beside the fields of a record, or no longer; the address says which. */
export function BlameToggle() {
  const { path, parameters } = route.value;
  const isPast = shownInstant.value !== null;
  const toggle = () => {
    const others = new URLSearchParams(parameters);
    if (isBlamed()) others.delete(blameParameter);
    else others.set(blameParameter, 'shown');
    goTo(path, others);
  };
  return (
    <button
      type="button"
      aria-pressed={isBlamed()}
      disabled={isPast}
      title={isPast ? texts.blame.onlyNow : texts.blame.hint}
      onClick={toggle}
    >
      {texts.blame.show}
    </button>
  );
}
