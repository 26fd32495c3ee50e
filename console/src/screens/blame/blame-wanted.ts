import { route, shownInstant } from '../../app/route.js';

/** What an address has that shows who wrote what. */
export const blameParameter = 'blame';

/** Whether somebody wants to see who wrote what. */
export function isBlameWanted(): boolean {
  return route.value.parameters.has(blameParameter);
}

/** Whether it is shown who wrote what: the server tells it of the present only. */
export function isBlamed(): boolean {
  return isBlameWanted() && shownInstant.value === null;
}
