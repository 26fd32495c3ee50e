import { signal } from '@preact/signals';
import { EntityTypesDocument } from '../../../sdk/src/index.js';
import { Catalogue } from '../model/catalogue.js';
import { Documents } from '../model/documents.js';
import { request } from './request.js';

/** The types of records that there are; null until they have been asked for. */
export const catalogue = signal<Catalogue | null>(null);

/** Asks what types of records there are, once for each session. */
export async function loadCatalogue(): Promise<void> {
  const { entityTypes } = await request(EntityTypesDocument, {});
  catalogue.value = new Catalogue(entityTypes);
}

/** The types, for what is shown only once they are there. */
export function types(): Catalogue {
  if (!catalogue.value) throw new Error('Nobody has asked for the types of records yet.');
  return catalogue.value;
}

/** The documents for records of those types. */
export function documents(): Documents {
  return new Documents(types());
}
