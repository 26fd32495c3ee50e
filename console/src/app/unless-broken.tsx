import type { ComponentChildren } from 'preact';
import { useErrorBoundary } from 'preact/hooks';
import { Failure } from '../components/failure.js';

/** Shows a screen; where it throws while it is rendered, the error in its place, so that the rest of the page stays. */
export function UnlessBroken({ children }: { readonly children: ComponentChildren }) {
  const [error, tryAgain] = useErrorBoundary((thrown) => globalThis.reportError(thrown));
  return error === undefined ? <>{children}</> : <Failure error={error} onRetry={tryAgain} />;
}
