/** What is said of who wrote what. */
export const blameTexts = {
  show: 'Who wrote this',
  hint: 'Of each field, and of each line of long texts: who, when and why.',
  onlyNow: 'Who wrote this is known of the present only. Go back to now, and it stands beside each field.',
  later: 'Somebody has changed this record since it was loaded. Load this page anew to see who wrote what.',
  before: (version: number) => `as it was in version ${version}, the first that is kept`,
  unknown: 'not known',
  line: 'Line',
  text: 'Text',
  setBy: 'Written by',
  more: (count: number) => `Show the next ${count.toLocaleString('en')} lines`,
} as const;
