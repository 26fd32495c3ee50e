import { goTo, route } from '../../app/route.js';
import { texts } from '../../texts.js';
import { blameParameter, isBlameWanted } from './blame-wanted.js';

/** Shows who wrote what beside the fields of a record, or no longer; the address says which. */
export function BlameToggle() {
  const { path, parameters } = route.value;
  const toggle = () => {
    const others = new URLSearchParams(parameters);
    if (isBlameWanted()) others.delete(blameParameter);
    else others.set(blameParameter, 'shown');
    goTo(path, others);
  };
  return (
    <button type="button" aria-pressed={isBlameWanted()} title={texts.blame.hint} onClick={toggle}>
      {texts.blame.show}
    </button>
  );
}
