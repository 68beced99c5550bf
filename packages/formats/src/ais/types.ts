/**
 * What is read out of an AIS sentence. Units stand in the names: `Kn` knots, `Deg` degrees (WGS 84; azimuths from true
 * north), `M` metres. Null is "not available", as the sender said it or because the value is outside what ITU-R
 * M.1371-5 allows; `raw` then tells which. Spare bits are not kept apart: the payload holds them.
 */

/** What every message begins with (M.1371-5, annex 8, 3). */
interface Head<T extends number> {
  readonly type: T
  /** How often it was repeated; 3 is "do not repeat any more". */
  readonly repeat: number
  readonly mmsi: number
}
/** A place as transmitted. `isAccurate`: 10 m or better; otherwise worse than 10 m, without a bound. */
export interface Place {
  readonly lonDeg: number | null
  readonly latDeg: number | null
  readonly isAccurate: boolean
  readonly raim: boolean
}
/** Whole numbers as they stood in the payload, of members that have values with a special meaning. */
export interface Raw {
  readonly lon: number
  readonly lat: number
  readonly speed: number
  readonly course: number
  readonly heading: number
  readonly second: number
}
/** Movement over ground; heading is where the bow points. `speedKn` 102.2 (type 9: 1022) is "or more". */
export interface Movement extends Place {
  readonly speedKn: number | null
  readonly courseDeg: number | null
  readonly headingDeg: number | null
  /** UTC second at which it was so, 0 to 59; null where `raw.second` says why there is none (60 to 63). */
  readonly second: number | null
  readonly raw: Raw
}
/** Metres from the reference point of the position to the edges; 0 and 0 is "not given" (M.1371-5, fig. 41). */
export interface Dimensions {
  readonly toBowM: number
  readonly toSternM: number
  readonly toPortM: number
  readonly toStarboardM: number
}

/** Messages 1, 2 and 3, class A. `radio` is the communication state, 19 bits. */
export interface ClassA extends Head<1 | 2 | 3>, Movement {
  readonly status: number
  /** Degrees a minute, to starboard positive; null where not available or where only the side is known (raw ±127). */
  readonly turnDegPerMin: number | null
  readonly turnRaw: number
  readonly manoeuvre: number
  readonly radio: number
}
/** Messages 4 and 11: UTC and place of a base station, and a mobile station's answer. */
export interface UtcReport extends Head<4 | 11>, Place {
  readonly utc: {
    readonly year: number | null
    readonly month: number | null
    readonly day: number | null
    readonly hour: number | null
    readonly minute: number | null
    readonly second: number | null
  }
  readonly epfd: number
  readonly longRange: boolean
  readonly radio: number
  readonly raw: Pick<Raw, 'lon' | 'lat' | 'second'>
}
/** Message 5: static and voyage data of class A. Texts have no padding. */
export interface StaticVoyage extends Head<5>, Dimensions {
  readonly version: number
  readonly imo: number
  readonly callsign: string
  readonly name: string
  readonly shipType: number
  readonly epfd: number
  readonly eta: {
    readonly month: number | null
    readonly day: number | null
    readonly hour: number | null
    readonly minute: number | null
  }
  /** 0 is "not given", 25.5 is "or more". */
  readonly draughtM: number
  readonly destination: string
  readonly dteReady: boolean
}
/** Application data, hex from the first bit, the last digits filled with zeros to a whole byte. */
export interface BinaryData {
  readonly dac: number | null
  readonly fi: number | null
  readonly dataBits: number
  readonly data: string
}
/** Message 6: binary, addressed. */
export interface AddressedBinary extends Head<6>, BinaryData {
  readonly sequence: number
  readonly addresseeMmsi: number
  readonly retransmitted: boolean
}
/** Messages 7 and 13: up to four acknowledgements. */
export interface Acknowledgement extends Head<7 | 13> {
  readonly acknowledged: readonly { readonly mmsi: number; readonly sequence: number }[]
}
/** Message 8: binary broadcast. */
export interface BroadcastBinary extends Head<8>, BinaryData {}
/** Message 9: aircraft in search and rescue. */
export interface SarAircraft extends Head<9>, Movement {
  /** Metres; 4094 is "or more". */
  readonly altitudeM: number | null
  readonly altitudeRaw: number
  readonly altitudeSensor: 'gnss' | 'barometric'
  readonly dteReady: boolean
  readonly assigned: boolean
  readonly radioItdma: boolean
  readonly radio: number
}
/** Message 10: inquiry of UTC. */
export interface UtcInquiry extends Head<10> {
  readonly addresseeMmsi: number
}
/** Message 12: safety text, addressed. */
export interface AddressedSafety extends Head<12> {
  readonly sequence: number
  readonly addresseeMmsi: number
  readonly retransmitted: boolean
  readonly text: string
}
/** Message 14: safety text to all. */
export interface BroadcastSafety extends Head<14> {
  readonly text: string
}
/** Message 15: which messages are asked of which stations, and in which slot. */
export interface Interrogation extends Head<15> {
  readonly requests: readonly {
    readonly mmsi: number
    readonly messageType: number
    readonly slotOffset: number
  }[]
}
/** Message 16: slots assigned. */
export interface Assignment extends Head<16> {
  readonly assignments: readonly {
    readonly mmsi: number
    readonly slotOffset: number
    readonly increment: number
  }[]
}
/** Message 17: differential GNSS corrections; the header of ITU-R M.823 where there is one. */
export interface Differential extends Head<17> {
  readonly lonDeg: number | null
  readonly latDeg: number | null
  readonly header: {
    readonly messageType: number
    readonly station: number
    readonly zCount: number
    readonly sequence: number
    readonly words: number
    readonly health: number
  } | null
  readonly dataBits: number
  readonly data: string
}
/** Message 18: class B position. */
export interface ClassB extends Head<18>, Movement {
  readonly regional: number
  readonly carrierSense: boolean
  readonly display: boolean
  readonly dsc: boolean
  readonly wholeBand: boolean
  readonly message22: boolean
  readonly assigned: boolean
  readonly radioItdma: boolean
  readonly radio: number
}
/** Message 19: class B position with static data. */
export interface ClassBExtended extends Head<19>, Movement, Dimensions {
  readonly regional: number
  readonly name: string
  readonly shipType: number
  readonly epfd: number
  readonly dteReady: boolean
  readonly assigned: boolean
}
/** Message 20: slots reserved for base stations. */
export interface LinkManagement extends Head<20> {
  readonly reservations: readonly {
    readonly slotOffset: number
    readonly slots: number
    readonly timeoutMin: number
    readonly increment: number
  }[]
}
/** Message 21: aid to navigation; `name` includes the extension. Members past the end of a short one are null. */
export interface AidToNavigation extends Head<21>, Place, Dimensions {
  readonly aidType: number
  readonly name: string
  readonly epfd: number
  readonly second: number | null
  readonly offPosition: boolean | null
  readonly regional: number | null
  readonly virtual: boolean | null
  readonly assigned: boolean | null
  readonly raw: Pick<Raw, 'lon' | 'lat' | 'second'>
}
/** A rectangle, degrees; a corner that is not available is null. */
export interface Area {
  readonly eastLonDeg: number | null
  readonly northLatDeg: number | null
  readonly westLonDeg: number | null
  readonly southLatDeg: number | null
}
/** Message 22: channels, in an area or for two stations. */
export interface ChannelManagement extends Head<22> {
  readonly channelA: number
  readonly channelB: number
  readonly txRx: number
  readonly lowPower: boolean
  readonly area: Area | null
  readonly addresseeMmsis: readonly number[] | null
  readonly bandA: boolean
  readonly bandB: boolean
  readonly zoneSize: number
}
/** Message 23: how a group of stations is to report. */
export interface GroupAssignment extends Head<23> {
  readonly area: Area
  readonly stationType: number
  readonly shipType: number
  readonly txRx: number
  readonly interval: number
  readonly quietMin: number
}
/** Message 24, part A. */
export interface StaticA extends Head<24> {
  readonly part: 'A'
  readonly name: string
}
/** Message 24, part B. An auxiliary craft (MMSI 98…) gives its mother ship instead of dimensions. */
export interface StaticB extends Head<24> {
  readonly part: 'B'
  readonly shipType: number
  readonly vendor: string
  readonly unitModel: number
  readonly serial: number
  readonly callsign: string
  readonly dimensions: Dimensions | null
  readonly motherShipMmsi: number | null
  readonly epfd: number | null
}
/** Messages 25 and 26: binary in one slot, and in several with a communication state. */
export interface SlotBinary extends Head<25 | 26>, BinaryData {
  readonly addresseeMmsi: number | null
  readonly radioItdma: boolean | null
  readonly radio: number | null
}
/** Message 27: long range. Speed in whole knots, place in tenths of a minute. */
export interface LongRange extends Head<27>, Movement {
  readonly status: number
  /** The place was more than 5 s old. */
  readonly late: boolean
}

/** A message of any type. */
export type Message =
  | ClassA
  | UtcReport
  | StaticVoyage
  | AddressedBinary
  | Acknowledgement
  | BroadcastBinary
  | SarAircraft
  | UtcInquiry
  | AddressedSafety
  | BroadcastSafety
  | Interrogation
  | Assignment
  | Differential
  | ClassB
  | ClassBExtended
  | LinkManagement
  | AidToNavigation
  | ChannelManagement
  | GroupAssignment
  | StaticA
  | StaticB
  | SlotBinary
  | LongRange

/** What a tag block says (NMEA 0183 4.10, 7; IEC 61162-450, 7.2.3), with what its group said before. */
export interface TagBlock {
  /** `s`. */
  readonly source: string | null
  /** `d`. */
  readonly destination: string | null
  /** `c`: when the sentence came, milliseconds since 1970 UTC. Seconds and milliseconds are told apart by size. */
  readonly timeMs: number | null
  /** Whether `c` was given in milliseconds. */
  readonly timeIsMs: boolean
  /** `g`: this line's place among the lines of its group. */
  readonly group: { readonly part: number; readonly total: number; readonly id: string } | null
  /** `n`. */
  readonly line: string | null
  /** `r`. */
  readonly relativeTime: string | null
  /** `t` or `i`. */
  readonly text: string | null
  /** Other codes as they stood, joined by commas. */
  readonly other: string | null
}

/** One AIS message with the sentences that brought it. */
export interface AisRecord {
  /** Of the first byte of its first line in the feed. */
  readonly offset: number
  /** Bytes of all of its lines, tag blocks and line ends included. */
  readonly length: number
  /** Its lines without line ends, joined by LF. */
  readonly bytes: Uint8Array
  /** `AIVDM`: talker and formatter. */
  readonly address: string
  readonly parts: number
  /** Sequential message identifier; empty for one sentence. */
  readonly sequence: string
  /** A or B, 1 or 2 as some write it, or empty where the receiver does not say. */
  readonly channel: string
  /** All of the payload, armoured, ASCII. */
  readonly payload: Uint8Array
  readonly fillBits: number
  readonly bits: number
  /** Whether the payload is shorter or longer than the type's length by M.1371-5, and was still taken. */
  readonly lengthNote: 'short' | 'long' | null
  readonly tagBlock: TagBlock | null
  readonly message: Message
}
