/**
 * Blocks of 24-bit addresses that no state has (ICAO Annex 10 volume III, part I, chapter 9, table 9-1): regional reserves and
 * those held for the future. Within a region's reserve some states have since been given blocks; where those begin and
 * end is listed as a whole span, so that an address is only called unassigned where it surely is.
 */
const UNASSIGNED: readonly (readonly [from: number, to: number])[] = [
  [0x000000, 0x000000],
  [0x200000, 0x27ffff],
  [0x280000, 0x2fffff],
  [0x520000, 0x5fffff],
  [0x610000, 0x67ffff],
  [0x690000, 0x6fffff],
  [0x910000, 0x9fffff],
  [0xb00000, 0xbfffff],
  [0xd00000, 0xdfffff],
  [0xec0000, 0xefffff],
  [0xf10000, 0xffffff],
]
/** Whether no state was given the block that the address lies in. */
export const isUnassigned = (address: number): boolean =>
  UNASSIGNED.some(([from, to]) => address >= from && address <= to)
