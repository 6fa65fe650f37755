import type { PathKind } from '../words/path-kind.js';
import type { FeatureValues, RoleFeature } from './features.js';
import type { Wishes } from './hints.js';

/** What a file's role says about it: nothing for a role that the query asks for, half for one that it may ask for. */
export function kindFeatures(kind: PathKind | undefined, wishes: Wishes): Pick<FeatureValues, RoleFeature> {
  return {
    isTest: kind?.test ? 1 - wishes.tests : 0,
    isDoc: kind?.doc ? 1 - wishes.docs : 0,
    isConfig: kind?.config ? 1 - wishes.config : 0,
    isGenerated: kind?.generated ? 1 : 0,
    isOther: kind?.source || kind?.doc || kind?.config ? 0 : 1,
  };
}

/** What is left of a file's score by words when the best are chosen for a closer look. */
export function demotion(kind: PathKind | undefined, wishes: Wishes): number {
  if (!kind || kind.generated) return 0.05;
  if (kind.test) return wished(wishes.tests, 0.05, 0.9);
  if (kind.doc) return wished(wishes.docs, 0.05, 0.9);
  if (kind.config) return wished(wishes.config, 0.1, 0.6);
  return kind.source ? 1 : 0.3;
}

function wished(wish: number, least: number, most: number): number {
  return wish === 1 ? most : wish > 0 ? 0.3 : least;
}
