import { PlaceLegalHoldDocument, ReleaseLegalHoldDocument } from '../../../sdk/src/index.js';
import { ask, request } from './request.js';

/** What keeps a record from being purged. */
export interface LegalHold {
  readonly entityId: string;
  readonly reason: string;
  readonly placedAt: string;
}

const document = `query LegalHolds($after: String) {
  legalHolds(first: 100, after: $after) { nodes { entityId reason placedAt } pageInfo { hasNextPage endCursor } }
}`;

interface Holds {
  readonly legalHolds: {
    readonly nodes: readonly LegalHold[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

/** The hold that lies on a record itself; for administrators. */
export async function findLegalHold(id: string, signal?: AbortSignal): Promise<LegalHold | null> {
  for (let after: string | null = null; ;) {
    const { legalHolds }: Holds = await ask<Holds>(document, { after }, signal);
    const found = legalHolds.nodes.find(({ entityId }) => entityId === id);
    if (found || !legalHolds.pageInfo.hasNextPage) return found ?? null;
    after = legalHolds.pageInfo.endCursor;
  }
}

/** Keeps a record from being purged until the hold is released. */
export async function placeLegalHold(id: string, reason: string): Promise<void> {
  await request(PlaceLegalHoldDocument, { input: { id, reason } });
}

/** Lets a record be purged again. */
export async function releaseLegalHold(id: string, reason: string): Promise<void> {
  await request(ReleaseLegalHoldDocument, { input: { id, reason } });
}
