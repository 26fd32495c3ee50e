/**
 * A field of a patch whose values are not simply what JSON says of them: a reference and links are of other records,
 * which a record shows under another name (`author` for `authorId`), and a number or an instant can be written in
 * several ways.
 */
export type PatchField =
  | { readonly kind: 'reference' | 'links'; readonly of: string }
  | { readonly kind: 'decimal' | 'instant' };

/** Such fields, by record type and name. */
export type PatchFields = Readonly<Record<string, Readonly<Record<string, PatchField>>>>;
