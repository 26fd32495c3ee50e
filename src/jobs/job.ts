/** Work that the server does by itself, again and again; on one of all instances at a time. */
export interface Job {
  /** Under this name its runs are recorded and locked. */
  readonly name: string;
  /** When, in the words of cron and in UTC. */
  readonly schedule: string;
  /** Whether a round that was missed while no instance ran is made up for at the start. */
  readonly atStart?: boolean;
  /**
   * Does the work once.
   *
   * @param signal asks it to end at the next good moment: the server stops, or another instance may take over
   * @returns what it did, in numbers and names; never a value of a record
   */
  run(signal: AbortSignal): Promise<object>;
}
