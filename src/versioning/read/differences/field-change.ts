/** One field in two states. Values of sensitive fields are null and `redacted`. */
export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly redacted: boolean;
}
