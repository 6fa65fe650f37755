import type { ScanStats } from '../contract/context.js';
import type { ScannedFile } from './scan/scan.js';
import type { IndexedFile } from './store/catalog.js';
import type { IndexStore } from './store/index-store.js';

/** The project and its index at one moment. */
export interface Snapshot {
  store: IndexStore;
  files: ScannedFile[];
  indexed: Map<string, IndexedFile>;
  stats: ScanStats;
  notices: string[];
  /** False when reading still goes on. */
  complete: boolean;
}
