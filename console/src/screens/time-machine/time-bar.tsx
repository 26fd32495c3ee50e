import { useEffect, useId, useState } from 'preact/hooks';
import { showInstant, shownInstant } from '../../app/route.js';
import type { Screen } from '../../app/screens.js';
import { texts } from '../../texts.js';
import { InstantName } from './instant-name.js';
import { leavesPast } from './leaves-past.js';
import { TimePanel } from './time-panel.js';

interface TimeBarProps {
  /** How the page is in the past. */
  readonly inPast: Screen['inPast'];
}

/** Of which instant the whole console is, and the ways to another. */
export function TimeBar({ inPast }: TimeBarProps) {
  const instant = shownInstant.value;
  const [isOpen, setOpen] = useState(false);
  const panel = useId();
  useEffect(() => {
    if (!instant) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (leavesPast(event)) showInstant(null);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [instant !== null]);
  return (
    <section class={instant ? 'time-bar is-past' : 'time-bar'} aria-label={texts.time.label}>
      <div class="time-line">
        <p role="status">
          {instant ? (
            <>
              <strong>
                <span aria-hidden="true">◷ </span>
                {texts.time.past}
              </strong>{' '}
              <InstantName instant={instant} />
              {inPast === 'same' && <span class="quiet"> {texts.time.always}</span>}
            </>
          ) : (
            <span class="quiet">{texts.time.now}</span>
          )}
        </p>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={isOpen ? panel : undefined}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? texts.time.close : texts.time.open}
        </button>
        {instant && (
          <button type="button" class="primary" onClick={() => showInstant(null)}>
            {texts.time.back} <kbd>{texts.time.key}</kbd>
          </button>
        )}
      </div>
      {isOpen && (
        <div id={panel} class="time-panel">
          <TimePanel />
        </div>
      )}
    </section>
  );
}
