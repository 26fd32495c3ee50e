import type { EntityField } from './catalogue.js';

/** What stands in the control of a field: text for most, ids for links, true or false or nothing for a boolean. */
export type Draft = string | boolean | null | readonly string[];

/** A form's drafts by field name. */
export type Drafts = Readonly<Record<string, Draft>>;

/** A draft that is no value of its field; the message is for whoever wrote it. */
export class InvalidDraft extends Error {
  override readonly name = 'InvalidDraft';

  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

/** The draft that shows a value, as inputs have it. */
export function draftOf(field: EntityField, value: unknown): Draft {
  if (field.kind === 'LINKS') return (value ?? []) as readonly string[];
  if (value === null || value === undefined) return field.kind === 'BOOLEAN' && !field.isNullable ? false : null;
  if (field.kind === 'BOOLEAN' && !field.isList) return value as boolean;
  if (isWrittenAsJson(field)) return JSON.stringify(value, null, 2);
  return String(value as string | number);
}

/** Whether a field is entered as JSON: it is JSON, a list, or of a scalar that no other control knows. */
export function isWrittenAsJson({ kind, isList }: EntityField): boolean {
  return isList || kind === 'JSON' || kind === 'JSON_OBJECT' || kind === 'OTHER';
}

/** The draft of a field in a form for a new record: what the server would take, so that it can be seen. */
export function emptyDraft(field: EntityField): Draft {
  return field.default === null || field.default === undefined ? draftOf(field, null) : draftOf(field, field.default);
}

/**
 * Whether a form leaves a field empty to nobody. The server takes an empty text for a text; whoever sends an empty form did not
 * mean a record without a name. A long text may be written later.
 */
export function mustBeFilled({ isRequired, kind }: EntityField): boolean {
  return isRequired && kind !== 'DOCUMENT' && kind !== 'LINKS';
}

/**
 * The value that a draft means. An empty text is no value where there may be none.
 *
 * @throws InvalidDraft
 */
export function valueOf(field: EntityField, draft: Draft): unknown {
  if (field.kind === 'LINKS' || typeof draft === 'boolean') return draft;
  const text = (draft ?? '') as string;
  if (isEmpty(field, draft)) {
    if (field.isNullable) return null;
    if (!mustBeFilled(field) && (field.kind === 'TEXT' || field.kind === 'DOCUMENT')) return text;
    throw new InvalidDraft(field.name, 'needs a value');
  }
  if (isWrittenAsJson(field)) return parsedJson(field, text);
  switch (field.kind) {
    case 'INTEGER':
      return wholeNumber(field, text);
    case 'FLOAT':
      return number(field, text);
    default:
      return text;
  }
}

/** A text of spaces is a text, and no number or date. */
function isEmpty({ kind }: EntityField, draft: Draft): boolean {
  if (draft === null) return true;
  return kind === 'TEXT' || kind === 'DOCUMENT' ? draft === '' : String(draft as string).trim() === '';
}

/** Whether two drafts are the same; links say the same in any order. */
export function sameDraft(a: Draft, b: Draft): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return JSON.stringify(a.toSorted()) === JSON.stringify(b.toSorted());
  }
  return (a ?? '') === (b ?? '');
}

/**
 * What a form sends for an update: the fields whose drafts differ from those that it began with.
 *
 * @throws InvalidDraft for the first that is no value
 */
export function patchOf(fields: readonly EntityField[], began: Drafts, now: Drafts): Record<string, unknown> {
  const changed = fields.filter(({ name }) => !sameDraft(began[name] ?? null, now[name] ?? null));
  return Object.fromEntries(changed.map((field) => [field.name, valueOf(field, now[field.name] ?? null)]));
}

/**
 * What a form sends for a new record: the fields that have a value, those that must have one, and those whose default was
 * removed, which they would get again if they were left out.
 *
 * @throws InvalidDraft for the first that is no value
 */
export function valuesOf(fields: readonly EntityField[], drafts: Drafts): Record<string, unknown> {
  const written = fields.filter((field) => {
    const draft = drafts[field.name] ?? null;
    return field.isRequired || !isEmpty(field, draft) || !sameDraft(draft, emptyDraft(field));
  });
  return Object.fromEntries(written.map((field) => [field.name, valueOf(field, drafts[field.name] ?? null)]));
}

function parsedJson(field: EntityField, text: string): unknown {
  try {
    return JSON.parse(text, (_name, value: unknown, context?: { readonly source?: string }) => {
      // What is sent would not be what was written.
      if (typeof value === 'number' && !isExact(value, context?.source)) {
        const written = context?.source ?? String(value);
        throw new InvalidDraft(
          field.name,
          `has the number ${written}, which cannot be kept exactly; write it as a text`,
        );
      }
      return value;
    }) as unknown;
  } catch (error) {
    if (error instanceof InvalidDraft) throw error;
    throw new InvalidDraft(field.name, `is no JSON: ${(error as SyntaxError).message}`);
  }
}

/**
 * Whether a number is exactly what was written. In a browser that does not tell what was written, whole numbers beyond the safe
 * ones are none: each stands for several.
 */
function isExact(value: number, written: string | undefined): boolean {
  if (written === undefined) return !Number.isInteger(value) || Number.isSafeInteger(value);
  return digitsOf(String(value)) === digitsOf(written);
}

/** A number as JSON writes it: its digits without zeros at either end, and the place of the first. */
function digitsOf(number: string): string {
  const [, whole = '', fraction = '', exponent = '0'] = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const place = digits.length - fraction.length + Number(exponent);
  return digits === '' ? '0' : `${digits.replace(/0+$/, '')}@${place}`;
}

function wholeNumber(field: EntityField, text: string): number {
  const value = number(field, text);
  if (!Number.isSafeInteger(value)) throw new InvalidDraft(field.name, 'must be a whole number');
  return value;
}

function number(field: EntityField, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value)) throw new InvalidDraft(field.name, 'must be a number');
  return value;
}
