import { auditLogFunctions, netFunctions, readFunctions, type SqlFunction } from '../../versioning/index.js';

const ownFunctions = ['../../tenancy/', '../../modules/', '../'].flatMap((folder) =>
  readFunctions(new URL(folder, import.meta.url)),
);

/** All functions of the schema. What the kernel does for nobody in particular, a function of ours of its name does for tenants. */
export const functions: readonly SqlFunction[] = [
  ...new Map([...netFunctions, ...auditLogFunctions, ...ownFunctions].map((known) => [known.name, known])).values(),
];
