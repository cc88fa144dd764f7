import type { FastifyInstance } from 'fastify';
import type { ApiDocument } from './api-document';

/** Knows the methods of each path: an unknown path is answered 404, a wrong method 405. */
export class RouteTable {
  private readonly routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];

  /** Records every route that is registered from now on. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ url, method }) => {
      if (!url.includes('*')) this.add(url.split('/'), [method].flat());
    });
  }

  /** Records the routes of a document, including those that another process serves. */
  describe({ paths }: ApiDocument): void {
    for (const [path, operations] of Object.entries(paths)) {
      const methods = Object.keys(operations).map((method) => method.toUpperCase());
      // Fastify serves HEAD for every GET route.
      const heads = methods.includes('GET') ? ['HEAD'] : [];
      const segments = path.split('/').map((segment) => segment.replace(/^\{(.*)\}$/, ':$1'));
      this.add(segments, [...methods, ...heads]);
    }
  }

  methodsOf(path: string): string[] {
    const methods = this.routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods);
    return [...new Set(methods)].sort();
  }

  private add(segments: readonly string[], methods: readonly string[]): void {
    const patterns = segments.map((segment) => (segment.startsWith(':') ? '[^/]+' : literal(segment)));
    this.routes.push({ pattern: new RegExp(`^${patterns.join('/')}$`), methods });
  }
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
