import { useId } from 'preact/hooks';

interface SignInFieldProps {
  readonly name: string;
  readonly label: string;
  /** A plain text where absent. */
  readonly type?: 'email' | 'password';
  readonly autoComplete: string;
}

/** A labelled text of a form for signing in. */
export function SignInField({ name, label, type, autoComplete }: SignInFieldProps) {
  const id = useId();
  const common = { id, name, autoComplete, required: true };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {type === 'password' && <input {...common} type="password" />}
      {type === 'email' && <input {...common} type="email" />}
      {type === undefined && <input {...common} type="text" />}
    </div>
  );
}
