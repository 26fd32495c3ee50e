/** What an id looks like, as a regular expression of JavaScript and of PostgreSQL. */
export const recordIdForm = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

/** An id that nothing has: what is asked for by it is not found. */
export const idOfNothing = '00000000-0000-0000-0000-000000000000';

const form = new RegExp(recordIdForm);
const formInAnyCase = new RegExp(recordIdForm, 'i');

/**
 * An id in the one form in which the server gives ids. In upper case it is known to PostgreSQL and unknown to whatever
 * compares texts, so it is brought into that form where it comes in. What is no id stays as it is.
 */
export function canonicalId(text: string): string {
  return formInAnyCase.test(text) ? text.toLowerCase() : text;
}

/** Whether a text can be the id of a record, in that form. What cannot be an id is treated like an unknown one. */
export function isRecordId(text: string): boolean {
  return form.test(text);
}
