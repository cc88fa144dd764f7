const twoProcessors = `the load, the HTTP stack, the lane, \
PostgreSQL and the projections share this machine's processors, and an order is two events,
a key and the rows of the views. H is what the first two leave; P10 says how much of the rest is PostgreSQL's`;

/** Why a row's goals are missed, as far as the rows and the profiles of a run show it. */
export const explanations: Readonly<Record<string, string>> = {
  P1: twoProcessors,
  P2: `${twoProcessors}. Orders of many SKUs change as many rows of the stock's view, \
where a hot SKU's orders change one`,
  P3: `32 callers wait for one append after the other. A batch has no more orders than that, \
and while PostgreSQL works on it the process
has little to do, and the other way round; P has 32 connections that commit together`,
  P4: twoProcessors,
  P5: `the rate is half of what full batches reach. At half load a batch has few orders, and costs nearly as much: \
the processors are
busy for more than half of the time, and the tail is the wait for one of them`,
  P6: `p50 is what reading the feed, folding, writing and looking take when a processor is free. \
The tail is the wait for one: while orders
come at half of the most, the machine is busy for more than half of the time. Through Kafka the broker, \
the relay and the projectors share
it as well`,
  P7: `the rows of four views and their indexes are written by the same PostgreSQL: see S, which does nothing else. \
Beside it one thread
of ours works: its profile, below, shows the driver, the collector, and the folding and checking of events. \
Through Kafka the broker, and
its client in our thread, take their part of the same processors`,
  P8: `each view is folded from events that are read for it alone, in JavaScript, \
then read back and compared before it replaces the live
one, beside a service that answers reads: the profile, below, shows our own code, the driver, \
the collector and the hashes of the
comparison. S reads the events once and compares nothing`,
  P10: twoProcessors,
  P11: `the service has two threads, each with room for young objects and with rows, streams and answers in memory; \
H has one, and nothing to
remember. An event's row holds data and metadata as text and the columns that the feed goes by, \
and two indexes find it`,
};
