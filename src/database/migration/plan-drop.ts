import type { FieldFate } from './drops.js';
import type { Question } from './question.js';

/** A field that an entity has no more. */
export interface GoneField {
  /** To people: `Deal.notes`. */
  readonly name: string;
  /** As `--drop` takes it: `deal.notes`. */
  readonly path: string;
  /** What clients called its values: `authorId`. */
  readonly as: string;
  readonly holds: 'values' | 'links';
  /** Who could read its values in history. */
  readonly readers: 'clients' | 'nobody' | 'none are stored';
  /** Fields that have come and might be it under another name. */
  readonly likes: readonly string[];
}

/** How a field goes. */
export interface PlannedDrop {
  /** Under which name its values stay to be read; null: nobody reads them. */
  readonly as: string | null;
  readonly sentence: string;
}

/**
 * Plans how a field goes. What no client saw stays so, and what no version has cannot be promised to stay.
 *
 * @param fate what the developer said becomes of its values; nothing where it is not said
 */
export function planDrop(gone: GoneField, fate: FieldFate | undefined): PlannedDrop | Question {
  const { name, as, holds } = gone;
  const refused = fate === undefined ? unsaid(gone) : unfit(gone, fate);
  if (refused) return refused;
  const sentences: Readonly<Record<FieldFate, string>> = {
    history: `its ${holds} stay in history, as ${as}`,
    hidden: `its ${holds} stay stored, and nobody reads them`,
    lost: `its ${holds} are gone`,
  };
  return { as: fate === 'hidden' ? null : as, sentence: `${name} is dropped: ${sentences[fate!]}.` };
}

/** What becomes of a field's values where all that could read them still can. */
export function usualFate(readers: GoneField['readers']): FieldFate {
  return readers === 'clients' ? 'history' : readers === 'nobody' ? 'hidden' : 'lost';
}

function unsaid(gone: GoneField): Question {
  const { name, likes } = gone;
  if (likes.length === 0) return { question: `${name} is gone: write ${wordFor(gone)}, or bring it back.` };
  const names = likes.join(' or ');
  const was = name.replace(/.*\./, '');
  return {
    question: `${name} is gone and ${names} has come: write @Was('${was}') on ${names} where it was renamed, or ${wordFor(gone)}.`,
  };
}

function unfit(gone: GoneField, fate: FieldFate): Question | undefined {
  const { path, holds, readers } = gone;
  const fits: Readonly<Record<GoneField['readers'], readonly FieldFate[]>> = {
    clients: ['history', 'hidden'],
    nobody: ['hidden'],
    'none are stored': ['lost'],
  };
  if (fits[readers].includes(fate)) return undefined;
  const reasons: Readonly<Record<GoneField['readers'], string>> = {
    clients: `its ${holds} are in history and stay there`,
    nobody: `no client could read its ${holds}`,
    'none are stored': `its ${holds} are sensitive and in no history`,
  };
  return { question: `--drop ${path}=${fate} does not fit, since ${reasons[readers]}: write ${wordFor(gone)}.` };
}

function wordFor({ path, holds, readers }: GoneField): string {
  const drop = `--drop ${path}=${usualFate(readers)}`;
  if (readers === 'none are stored') return `${drop} where its ${holds}, which no history has, are to be gone`;
  if (readers === 'nobody') return `${drop} where its ${holds} are to stay stored, read by nobody as before`;
  return `${drop} where its ${holds} are to stay in history alone (=hidden where nobody is to read them there)`;
}
