import type { EventSubscriber } from '@mikro-orm/core';
export class HistoryRecorder implements EventSubscriber {}
