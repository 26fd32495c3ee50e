import { readFunctions } from '../net/read-functions.js';

/** All functions that keep the audit log by month. */
export const auditLogFunctions = readFunctions(new URL('.', import.meta.url));
