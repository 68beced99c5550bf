/** Names of codes (M.1371-5, annex 8: tables 46, 48, 53, 74 and the list of messages). */

const MESSAGES = [
  '',
  'position report, class A, scheduled',
  'position report, class A, assigned',
  'position report, class A, interrogated',
  'base station report',
  'static and voyage data, class A',
  'binary message, addressed',
  'binary acknowledgement',
  'binary message, broadcast',
  'position report, search and rescue aircraft',
  'UTC and date inquiry',
  'UTC and date response',
  'safety message, addressed',
  'safety acknowledgement',
  'safety message, broadcast',
  'interrogation',
  'assignment of slots',
  'differential GNSS corrections',
  'position report, class B',
  'position report, class B, extended',
  'data link management',
  'aid to navigation',
  'channel management',
  'group assignment',
  'static data',
  'binary message, one slot',
  'binary message, several slots',
  'position report, long range',
]
const STATUSES = [
  'under way using engine',
  'at anchor',
  'not under command',
  'restricted manoeuvrability',
  'constrained by draught',
  'moored',
  'aground',
  'fishing',
  'under way sailing',
  'reserved for high speed craft with dangerous goods',
  'reserved for wing in ground with dangerous goods',
  'towing astern',
  'pushing ahead or towing alongside',
  'reserved',
  'AIS-SART, MOB or EPIRB active',
  'not defined',
]
const MANOEUVRES = ['not available', 'no special manoeuvre', 'special manoeuvre', 'reserved']
const POSITIONING = new Map([
  [60, 'time not available'],
  [61, 'manual input'],
  [62, 'dead reckoning'],
  [63, 'inoperative'],
])
const DEVICES = [
  'undefined',
  'GPS',
  'GLONASS',
  'GPS and GLONASS',
  'Loran-C',
  'Chayka',
  'integrated navigation system',
  'surveyed',
  'Galileo',
  'reserved',
  'reserved',
  'reserved',
  'reserved',
  'reserved',
  'reserved',
  'internal GNSS',
]
const SHIPS = new Map([
  [30, 'fishing'],
  [31, 'towing'],
  [32, 'towing, long or broad'],
  [33, 'dredging or underwater work'],
  [34, 'diving'],
  [35, 'military'],
  [36, 'sailing'],
  [37, 'pleasure craft'],
  [50, 'pilot vessel'],
  [51, 'search and rescue'],
  [52, 'tug'],
  [53, 'port tender'],
  [54, 'anti-pollution'],
  [55, 'law enforcement'],
  [58, 'medical transport'],
  [59, 'ship of a state not party to an armed conflict'],
])
const SHIP_TENS = new Map([
  [2, 'wing in ground'],
  [4, 'high speed craft'],
  [6, 'passenger ship'],
  [7, 'cargo ship'],
  [8, 'tanker'],
  [9, 'other'],
])
const AIDS = [
  'not specified',
  'reference point',
  'racon',
  'fixed structure off shore',
  'emergency wreck marking buoy',
  'light without sectors',
  'light with sectors',
  'leading light, front',
  'leading light, rear',
  'beacon, cardinal north',
  'beacon, cardinal east',
  'beacon, cardinal south',
  'beacon, cardinal west',
  'beacon, port hand',
  'beacon, starboard hand',
  'beacon, preferred channel port hand',
  'beacon, preferred channel starboard hand',
  'beacon, isolated danger',
  'beacon, safe water',
  'beacon, special mark',
  'cardinal mark north',
  'cardinal mark east',
  'cardinal mark south',
  'cardinal mark west',
  'port hand mark',
  'starboard hand mark',
  'preferred channel port hand',
  'preferred channel starboard hand',
  'isolated danger',
  'safe water',
  'special mark',
  'light vessel, LANBY or rig',
]

/** Name of a message's type. */
export const messageName = (type: number): string => MESSAGES[type] ?? 'unknown'
/** Name of a navigational status. */
export const statusName = (status: number): string => STATUSES[status] ?? 'unknown'
/** Name of a manoeuvre indicator. */
export const manoeuvreName = (code: number): string => MANOEUVRES[code] ?? 'unknown'
/** What the seconds 60 to 63 say of the positioning; null for a time. */
export const positioningName = (second: number): string | null => POSITIONING.get(second) ?? null
/** Name of an electronic position fixing device. */
export const deviceName = (code: number): string => DEVICES[code] ?? 'unknown'
/** Name of an aid to navigation's type. */
export const aidName = (code: number): string => AIDS[code] ?? 'unknown'
/** Name of a type of ship and cargo; the hazard of its second digit is left to the code. */
export function shipName(code: number): string {
  if (code === 0) return 'not available'
  return SHIPS.get(code) ?? SHIP_TENS.get(Math.floor(code / 10)) ?? 'reserved'
}
