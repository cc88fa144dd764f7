import { commandProblems } from '@firstwrite/command-bus';
import { ProblemCatalogue } from '@firstwrite/platform';
import { readProblems } from '@firstwrite/reads';
import type { Shop } from './shop';

/**
 * Returns every problem that a role can answer with: those of the platform, of the engine, and of its shop if it has
 * one.
 */
export function problemCatalogue(shop?: Pick<Shop, 'problems'>): ProblemCatalogue {
  return new ProblemCatalogue(commandProblems, readProblems, shop?.problems ?? []);
}
