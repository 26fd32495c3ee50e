/** What more than one check looks after, so that it is told under one name. */
export const sharedRequirements = {
  withoutGap: 'versions are 1 to n, or from where retention has left off to n, without a gap',
  oneAuditEntry: 'each version has exactly one audit entry, of its change set, unless that month was dropped',
} as const;
