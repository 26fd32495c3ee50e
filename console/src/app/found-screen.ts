import { matchPath } from '../model/route.js';
import { type PlaceValues, type Screen, screens } from './screens.js';

/** The screen of a path, with what the path says of it; undefined where there is nothing at that address. */
export function foundScreen(path: readonly string[]): { screen: Screen; values: PlaceValues } | undefined {
  for (const screen of screens) {
    const values = matchPath(screen.pattern, path);
    if (values) return { screen, values };
  }
  return undefined;
}
