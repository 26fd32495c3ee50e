/** A stretch of time, in milliseconds since 1970; its end is none of it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How time is divided: where parts begin, in the reader's time, and how they are called. */
interface Scale {
  readonly floor: (date: Date) => void;
  readonly next: (date: Date) => void;
  readonly words: Intl.DateTimeFormatOptions;
}

const minute = 60_000;
const ofDay: Intl.DateTimeFormatOptions = { dateStyle: 'medium' };
const ofHour: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'short' };

/** From the finest on. Whoever goes into a part of one finds it divided by a finer one. */
const scales: readonly Scale[] = [
  ...[1, 5, 15].map((minutes) => ({
    floor: (date: Date) => date.setTime(Math.floor(date.getTime() / (minutes * minute)) * minutes * minute),
    next: (date: Date) => date.setTime(date.getTime() + minutes * minute),
    words: ofHour,
  })),
  ...[1, 3, 6].map((hours) => ({
    floor: (date: Date) => date.setHours(Math.floor(date.getHours() / hours) * hours, 0, 0, 0),
    // `setHours` could come to the same hour again where clocks are set back.
    next: (date: Date) => date.setTime(date.getTime() + hours * 60 * minute),
    words: ofHour,
  })),
  ...[1, 7].map((days) => ({
    floor: (date: Date) => {
      // Weeks begin on Mondays.
      if (days === 7) date.setDate(date.getDate() - ((date.getDay() + 6) % 7));
      date.setHours(0, 0, 0, 0);
    },
    next: (date: Date) => date.setDate(date.getDate() + days),
    words: ofDay,
  })),
  {
    floor: (date) => {
      date.setDate(1);
      date.setHours(0, 0, 0, 0);
    },
    next: (date) => date.setMonth(date.getMonth() + 1),
    words: { month: 'short', year: 'numeric' },
  },
  ...[1, 10, 100].map((years) => ({
    floor: (date: Date) => {
      date.setFullYear(Math.floor(date.getFullYear() / years) * years, 0, 1);
      date.setHours(0, 0, 0, 0);
    },
    next: (date: Date) => date.setFullYear(date.getFullYear() + years),
    words: { year: 'numeric' } as const,
  })),
];

/** So many columns can be told apart, and asked for in one query. */
const mostParts = 32;

/** Divides time into whole minutes, hours, days, months or years, as small as can be told apart. */
export function partsOf(span: Span): Span[] {
  return dividedBy(scaleOf(span), span);
}

/** What a part of some time is called: `27 Nov 2026, 14:00`. */
export function partName(whole: Span, part: Span): string {
  return new Intl.DateTimeFormat('en-GB', scaleOf(whole).words).format(part.from);
}

/** How high a column stands: what there is at all can be seen. @param height of the highest */
export function columnHeight(count: number, most: number, height: number): number {
  return count === 0 ? 0 : Math.max(2, (count / most) * height);
}

/** Which of the columns a place is on. @param place from 0 at the left to 1 at the right */
export function columnAt(place: number, columns: number): number {
  return Math.min(columns - 1, Math.max(0, Math.floor(place * columns)));
}

/** Where on the plot a moment is, from 0 to 1; undefined where it is beside it. */
export function placeOf(parts: readonly Span[], moment: number): number | undefined {
  const n = parts.findIndex(({ from, to }) => from <= moment && moment < to);
  if (n === -1) return undefined;
  const { from, to } = parts[n]!;
  return (n + (moment - from) / (to - from)) / parts.length;
}

/** From the one of two parts on, to the end of the other. */
export function spanOver(parts: readonly Span[], one: number, other: number): Span {
  return { from: parts[Math.min(one, other)]!.from, to: parts[Math.max(one, other)]!.to };
}

/** A row of columns, from the one where drawing began to the one where it is now, in whatever direction. */
export interface Brush {
  readonly anchor: number;
  readonly end: number;
}

/** Whether a column is drawn over. */
export function isBrushed({ anchor, end }: Brush, column: number): boolean {
  return column >= Math.min(anchor, end) && column <= Math.max(anchor, end);
}

/** The column to which a key leads; undefined for a key that leads to none. */
export function columnByKey(key: string, column: number, columns: number): number | undefined {
  const places: Readonly<Record<string, number>> = {
    ArrowLeft: column - 1,
    ArrowRight: column + 1,
    Home: 0,
    End: columns - 1,
  };
  const place = places[key];
  return place === undefined ? undefined : Math.min(columns - 1, Math.max(0, place));
}

function scaleOf(span: Span): Scale {
  return scales.find((scale) => dividedBy(scale, span).length <= mostParts) ?? scales.at(-1)!;
}

/** As many parts as may be, and one more where there are too many. */
function dividedBy({ floor, next }: Scale, { from, to }: Span): Span[] {
  const start = new Date(from);
  floor(start);
  const parts: Span[] = [];
  do {
    const begin = start.getTime();
    next(start);
    parts.push({ from: begin, to: start.getTime() });
  } while (start.getTime() < to && parts.length <= mostParts);
  return parts;
}
