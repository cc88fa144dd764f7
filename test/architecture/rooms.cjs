/**
 * The rooms, each with the rooms and packages that its sources may import besides their own files. There are three
 * kinds: the ground knows no event, the engine knows no SKU, the shop knows no SQL driver. These rows do not apply to
 * the tests of a room; the general rules of .dependency-cruiser.cjs do.
 */
const GROUND = {
  terminal: { libs: [], packages: ['cli-progress', 'commander'] },
  resilience: { libs: [], packages: [] },
  postgres: { libs: ['resilience'], packages: ['pg'] },
  platform: { libs: ['resilience'], packages: 'any' },
  'local-servers': { libs: ['resilience'], packages: 'any' },
};
const ENGINE = {
  'event-store': { libs: ['postgres', 'resilience'], packages: ['pg', 'zod'] },
  messaging: { libs: ['resilience'], packages: 'any' },
  'published-log': { libs: ['event-store', 'messaging'], packages: ['zod'] },
  relay: { libs: ['event-store', 'messaging', 'postgres', 'published-log', 'resilience'], packages: ['pg'] },
  'command-bus': { libs: ['event-store', 'platform', 'resilience'], packages: 'any' },
  feed: { libs: ['event-store', 'messaging', 'published-log', 'resilience'], packages: ['lru-cache', 'pg'] },
  views: { libs: ['event-store', 'feed', 'postgres', 'resilience'], packages: ['lru-cache', 'pg'] },
  reads: { libs: ['event-store', 'feed', 'platform', 'views', 'resilience'], packages: 'any' },
  audit: { libs: ['event-store', 'feed', 'platform', 'postgres', 'resilience', 'terminal', 'views'], packages: ['pg'] },
};
/** The room that starts each kind of process: it puts the engine together, and gets a shop. */
const ROLES = { roles: { libs: [...Object.keys(GROUND), ...Object.keys(ENGINE)], packages: 'any' } };
const SHOP = {
  shop: {
    libs: ['audit', 'command-bus', 'event-store', 'feed', 'platform', 'published-log', 'reads', 'roles', 'views'],
    packages: ['@nestjs', 'canonicalize', 'fastify', 'uuid', 'zod'],
  },
  /** shop-client checks a SKU and an idempotency key by the rules of the service. */
  'shop-client': { libs: ['command-bus', 'platform', 'resilience', 'shop', 'terminal'], packages: 'any' },
};

/** Every room by its name. */
const rooms = { ...GROUND, ...ENGINE, ...ROLES, ...SHOP };

module.exports = { rooms };
