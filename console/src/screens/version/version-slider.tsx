import { useId } from 'preact/hooks';
import { texts } from '../../texts.js';

interface VersionSliderProps {
  readonly version: number;
  readonly newest: number;
  readonly onMove: (version: number) => void;
}

/** Walks through versions, by mouse, by finger, or by arrow keys. */
export function VersionSlider({ version, newest, onMove }: VersionSliderProps) {
  const id = useId();
  return (
    <div class="slider">
      <button
        type="button"
        disabled={version <= 1}
        aria-label={texts.version.previous}
        onClick={() => onMove(version - 1)}
      >
        ←
      </button>
      <label for={id} class="only-read">
        {texts.version.slider}
      </label>
      <input
        id={id}
        type="range"
        min={1}
        max={newest}
        value={version}
        title={texts.version.sliderHint}
        onInput={({ currentTarget }) => onMove(Number(currentTarget.value))}
      />
      <button
        type="button"
        disabled={version >= newest}
        aria-label={texts.version.next}
        onClick={() => onMove(version + 1)}
      >
        →
      </button>
      <output for={id}>
        {version} / {newest}
      </output>
    </div>
  );
}
