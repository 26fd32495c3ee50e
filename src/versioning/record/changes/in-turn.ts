import type { Recording } from '../recording/recording.js';

/**
 * Makes a method that changes something one change of its recording: it waits for its turn in the {@link ChangeQueue}.
 */
export function InTurn<T, A extends unknown[]>(
  _target: object,
  _name: string,
  descriptor: TypedPropertyDescriptor<(...args: A) => Promise<T>>,
): void {
  const change = descriptor.value!;
  descriptor.value = function inTurn(this: object, ...args: A) {
    const { recording } = this as { readonly recording: Recording };
    return recording.queue.run(() => change.apply(this, args));
  };
}
