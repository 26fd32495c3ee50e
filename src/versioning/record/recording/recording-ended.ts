/** Somebody goes on with a transaction that has ended: nothing more can be changed in it, nor read. */
export class RecordingEnded extends Error {
  override readonly name = 'RecordingEnded';

  constructor() {
    super(
      'This transaction of recordChanges() has ended: what it gave out can be used no more. Await all changes in it.',
    );
  }
}
