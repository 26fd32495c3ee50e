const canonicalUuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Whether a text can be the id of a record. Only the one form in which the server gives ids: another spelling of it
 * would be known to PostgreSQL and unknown to whatever compares texts. What cannot be an id is treated like an unknown
 * one.
 */
export function isRecordId(text: string): boolean {
  return canonicalUuid.test(text);
}
