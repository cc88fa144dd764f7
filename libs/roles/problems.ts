import { commandProblems } from '@firstwrite/command-bus';
import { ProblemCatalogue } from '@firstwrite/platform';
import { readProblems } from '@firstwrite/reads';
import type { Shop } from './shop';

/** Every problem that a role can answer with: those of the platform and of the engine, and those of the shop that it serves, if any. */
export function problemCatalogue(shop?: Pick<Shop, 'problems'>): ProblemCatalogue {
  return new ProblemCatalogue(commandProblems, readProblems, shop?.problems ?? []);
}
