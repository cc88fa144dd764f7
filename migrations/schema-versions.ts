import { EventStore1760000000001 } from './0001-event-store';
import { Views1760000000002 } from './0002-views';
import { PublishedLog1760000000003 } from './0003-published-log';
import { ReplacedView1760000000004 } from './0004-replaced-view';
import { CopiedRows1760000000005 } from './0005-copied-rows';
import { Promotion1760000000006 } from './0006-promotion';

/** The migrations that make this build's schema, in order. */
export const migrations = [
  EventStore1760000000001,
  Views1760000000002,
  PublishedLog1760000000003,
  ReplacedView1760000000004,
  CopiedRows1760000000005,
  Promotion1760000000006,
];
