/** A record's version before the one to be written is not in history: a gap is never papered over. */
export class HistoryGap extends Error {
  override readonly name = 'HistoryGap';
}
