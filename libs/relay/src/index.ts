export { encodeSegment, BATCH_BYTES_MAX, type SegmentPlace } from './published-log/encode-segment';
export type { Segment } from './published-log/segment';
export { SegmentReader, type ReadSegment, type SegmentReaderOptions } from './published-log/segment-reader';
export { topicOf } from './published-log/topic-of';
export { WATERMARK_TYPE } from './published-log/watermark-message';
