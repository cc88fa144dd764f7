import { Counter, Histogram, type Registry } from 'prom-client';

/** An answered request, as it is counted. `route` is the pattern: URLs would create unbounded label sets. */
export interface AnsweredRequest {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly ms: number;
}

/** From the answer of an idle service (0.25 ms) to the default longest wait (10 s). */
const DURATION_SECONDS = [0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * Counts requests by route and status. It caches the metric objects of each label set: the lookup costs more than
 * counting.
 */
export class HttpMetrics {
  private readonly requests: Counter<'method' | 'route' | 'status'>;
  private readonly durations: Histogram<'method' | 'route'>;
  private readonly known = new Map<string, (seconds: number) => void>();

  constructor(registry: Registry) {
    const registers = [registry];
    this.requests = new Counter({
      name: 'firstwrite_http_requests_total',
      help: 'Requests answered.',
      labelNames: ['method', 'route', 'status'],
      registers,
    });
    this.durations = new Histogram({
      name: 'firstwrite_http_request_duration_seconds',
      help: 'Time from a request to its answer.',
      labelNames: ['method', 'route'],
      buckets: DURATION_SECONDS,
      registers,
    });
  }

  answered({ method, route, status, ms }: AnsweredRequest): void {
    const key = `${method} ${route} ${status}`;
    let count = this.known.get(key);
    if (!count) {
      const requests = this.requests.labels(method, route, String(status));
      const durations = this.durations.labels(method, route);
      count = (seconds) => {
        requests.inc();
        durations.observe(seconds);
      };
      this.known.set(key, count);
    }
    count(ms / 1_000);
  }
}
