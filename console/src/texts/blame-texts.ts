/** What is said of who wrote what. */
export const blameTexts = {
  show: 'Who wrote this',
  hint: 'Of each field, and of each line of long texts: who, when and why.',
  onlyNow: 'Who wrote what is told of the present only.',
  before: (version: number) => `as it was in version ${version}, the first that is kept`,
  unknown: 'not known',
  lines: (from: number, to: number) => (from === to ? `line ${from}` : `lines ${from} to ${to}`),
  line: 'Line',
  text: 'Text',
  setBy: 'Written by',
  more: (count: number) => `Show the next ${count.toLocaleString('en')} lines`,
  noLines: 'This text is empty.',
} as const;
