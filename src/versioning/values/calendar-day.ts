const form = /^(\d{4})-(\d\d)-(\d\d)$/;

/** Whether a text is a day of the Gregorian calendar in the years 0001 to 9999: `2026-11-21`. */
export function isCalendarDay(text: string): boolean {
  const [, year, month, day] = form.exec(text)?.map(Number) ?? [];
  if (!year || !month || !day) return false;
  const date = new Date(0);
  // setUTCFullYear takes the years 1 to 99 as they are; Date.UTC would make them 1901 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
