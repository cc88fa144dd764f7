export { encodeSegment } from './encode-segment';
export { SegmentReader } from './segment-reader';
export type { Segment } from './segment';
export { topicOf } from './topic-of';
export { WATERMARK_TYPE } from './watermark-message';
