import { GateFailedError } from '../gate/gate-failed.error';

/** Something that gives one figure each time it is measured. */
export interface Measured {
  readonly name: string;
  once(): Promise<number>;
  /** Proves that what was measured last is true; after its last round. @throws GateFailedError */
  gate?(): Promise<void>;
}

/** What all rounds gave. */
export interface Measurement {
  /** One a round. */
  readonly figures: readonly number[];
  /** Its gate failed. */
  readonly problem: string | undefined;
}

export interface RoundsOptions {
  readonly rounds: number;
  readonly progress: (line: string) => void;
}

/** Measures each of them in every round, in the opposite order every second round. */
export async function inRounds(
  all: readonly Measured[],
  { rounds, progress }: RoundsOptions,
): Promise<ReadonlyMap<string, Measurement>> {
  const figures = new Map<string, number[]>(all.map(({ name }) => [name, []]));
  const problems = new Map<string, string>();
  for (let round = 0; round < rounds; round++) {
    for (const measured of round % 2 === 0 ? all : all.toReversed()) {
      const figure = await measured.once();
      figures.get(measured.name)?.push(figure);
      progress(`${measured.name}: ${figure.toFixed(figure < 100 ? 2 : 0)}`);
      const problem = round === rounds - 1 ? await problemOf(measured) : undefined;
      if (problem !== undefined) problems.set(measured.name, problem);
    }
  }
  return new Map([...figures].map(([name, values]) => [name, { figures: values, problem: problems.get(name) }]));
}

async function problemOf(measured: Measured): Promise<string | undefined> {
  try {
    await measured.gate?.();
    return undefined;
  } catch (error) {
    if (error instanceof GateFailedError) return error.message;
    throw error;
  }
}
