import { readFunctions } from './read-functions.js';

/** All functions of the net. */
export const netFunctions = readFunctions(new URL('.', import.meta.url));
