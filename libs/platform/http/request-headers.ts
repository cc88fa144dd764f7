import type { FastifyRequest } from 'fastify';
import type { Fault } from '../problems/invalid-request.error';

type HeaderSource = Pick<FastifyRequest, 'headers' | 'id'>;

interface Parsed<Value> {
  readonly value: Value;
  readonly faults: readonly Fault[];
}

/** A value that is read from the headers of every request of one kind. The headers of a request are parsed once. */
export class RequestHeaders<Value> {
  private readonly parsed = new WeakMap<HeaderSource, Parsed<Value>>();

  /** @param parse returns the value, and adds every fault of the headers to its second argument */
  constructor(private readonly parse: (request: HeaderSource, faults: Fault[]) => Value) {}

  /** A check for the handlers of these requests. */
  readonly check = (request: HeaderSource): readonly Fault[] => this.parsedOf(request).faults;

  /** Its members are meaningful only when {@link check} finds no faults. */
  of(request: HeaderSource): Value {
    return this.parsedOf(request).value;
  }

  private parsedOf(request: HeaderSource): Parsed<Value> {
    let parsed = this.parsed.get(request);
    if (!parsed) {
      const faults: Fault[] = [];
      parsed = { value: this.parse(request, faults), faults };
      this.parsed.set(request, parsed);
    }
    return parsed;
  }
}
