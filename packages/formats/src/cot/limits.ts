/** The most bytes of one event, in either encoding: a UDP datagram holds no more. */
export const EVENT_BYTES_MAX = 65_536
/** The most bytes that one reject of unreadable bytes covers; longer rubbish is told in several. */
export const RUBBISH_BYTES_MAX = 65_536
/** What CoT writes for a height or an error that is not known (MITRE MP090284; ATAK `COT_UNKNOWN`). */
export const UNKNOWN_VALUE = 9_999_999
/** What the comments of TAK's cotevent.proto name for the same. */
export const UNKNOWN_VALUE_PROTOBUF = 999_999
/** Bounds of one XML document of an event. */
export const XML_BOUNDS = { depthMax: 32, elementsMax: 4_096, attributesMax: 64 } as const
