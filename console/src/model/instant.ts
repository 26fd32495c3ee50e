/** The instant of an RFC 3339 string in the words of where the reader is. */
export function localTime(instant: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));
}

/** Whether a text is an instant. */
export function isInstant(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}

/** The text where it is an instant, else nothing. */
export function instantOrNone(text: string): string {
  return isInstant(text) ? text : '';
}

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
  ['year', Number.POSITIVE_INFINITY],
];

/** How long ago, or how far ahead, an instant is: `5 minutes ago`, `in 3 days`. @param now in milliseconds */
export function relativeTime(instant: string, now: number): string {
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  let distance = (Date.parse(instant) - now) / 1000;
  for (const [unit, size] of steps) {
    if (Math.abs(distance) < size) return words.format(Math.round(distance), unit);
    distance /= size;
  }
  throw new RangeError(`${instant} is no instant.`);
}

/** An instant as a control for local date and time has it; its fraction of a second is cut. What is none stays as it is. */
export function toLocalInput(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** What such a control has, as an instant. A year of more than four digits is left for the server to refuse. */
export function fromLocalInput(local: string): string {
  const date = new Date(local);
  return Number.isNaN(date.getTime()) ? local : date.toISOString();
}
