/** What an id looks like, as a regular expression of JavaScript and of PostgreSQL. */
export const recordIdForm = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

/** An id that nothing has: what is asked for by it is not found. */
export const idOfNothing = '00000000-0000-0000-0000-000000000000';

const form = new RegExp(recordIdForm);

/**
 * Whether a text can be the id of a record. Only the one form in which the server gives ids: another spelling of it
 * would be known to PostgreSQL and unknown to whatever compares texts. What cannot be an id is treated like an unknown
 * one.
 */
export function isRecordId(text: string): boolean {
  return form.test(text);
}
