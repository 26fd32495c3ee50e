import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { texts } from '../texts.js';
import { Dialog } from './dialog.js';
import { Failure } from './failure.js';
import { ReasonInput } from './reason-input.js';
import { useAction } from './use-action.js';

interface ConfirmDialogProps {
  readonly title: string;
  readonly confirm: string;
  /** What must be typed before it can be confirmed. */
  readonly typed?: string;
  readonly isDangerous?: boolean;
  readonly onConfirm: (reason: string | null) => Promise<void>;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** Asks whether something is meant, and why. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, confirm, typed, isDangerous, onConfirm, onClose, children } = props;
  const [reason, setReason] = useState('');
  const [text, setText] = useState('');
  const { isBusy, error, run } = useAction();
  const id = useId();
  return (
    <Dialog title={title} isBusy={isBusy} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          run(() => onConfirm(reason === '' ? null : reason));
        }}
      >
        {children}
        {typed !== undefined && (
          <div class="field">
            <label for={id}>{texts.trash.purgeType(typed)}</label>
            <input
              id={id}
              type="text"
              autoComplete="off"
              value={text}
              onInput={({ currentTarget }) => setText(currentTarget.value)}
            />
          </div>
        )}
        <ReasonInput value={reason} onInput={setReason} />
        <Failure error={error} />
        <p class="actions">
          <button
            type="submit"
            class={isDangerous ? 'danger' : 'primary'}
            aria-disabled={isBusy}
            disabled={typed !== undefined && text !== typed}
          >
            {confirm}
          </button>
          <button type="button" aria-disabled={isBusy} onClick={() => isBusy || onClose()}>
            {texts.cancel}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
