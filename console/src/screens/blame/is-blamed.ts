import { route, shownInstant } from '../../app/route.js';

/** What an address has that shows who wrote what. */
export const blameParameter = 'blame';

/** Whether it is shown who wrote what. It is told of the present only. */
export function isBlamed(): boolean {
  return route.value.parameters.has(blameParameter) && shownInstant.value === null;
}
