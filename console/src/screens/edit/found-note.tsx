import { texts } from '../../texts.js';

/** Tells that a form holds what was written in it before. */
export function FoundNote({ onStartOver }: { readonly onStartOver: () => void }) {
  return (
    <p class="hint" role="status">
      {texts.form.found}{' '}
      <button type="button" class="link" onClick={onStartOver}>
        {texts.form.startOver}
      </button>
    </p>
  );
}
