import { GateFailedError } from '../gate/gate-failed.error';

/** A measurement that gives one figure a round. */
export interface Measured {
  readonly name: string;
  once(): Promise<number>;
  /** Proves that the last measurement is true; runs after the last round. @throws GateFailedError */
  gate?(): Promise<void>;
}

/** The figures of all rounds. */
export interface Measurement {
  /** One figure a round. */
  readonly figures: readonly number[];
  /** Why the gate failed; undefined: it passed. */
  readonly problem: string | undefined;
}

export interface RoundsOptions {
  readonly rounds: number;
  readonly progress: (line: string) => void;
}

/** Measures all of them in every round; every second round has the opposite order. */
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
