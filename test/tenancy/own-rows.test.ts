import { expect, it } from 'vitest';
import '../../src/tenancy/tenant-metadata.js';
import { tenantColumn } from '../../src/tenancy/tenant-column.js';
import { ownRowsBy } from '../../src/versioning/index.js';

it('is said by one column whose rows they are, and by no second', () => {
  expect(() => ownRowsBy(tenantColumn)).not.toThrow();
  expect(() => ownRowsBy('owner_id')).toThrow(`said by ${tenantColumn} already`);
});
