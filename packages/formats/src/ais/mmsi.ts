/**
 * What an MMSI says of its bearer (ITU-R M.585-9, annex 1) and whether its maritime identification digits are
 * allocated (ITU, table of MIDs in the list of ship stations, as of 2024). A number is typed in by hand: what it says
 * is reported, never believed.
 */

/** Kinds of bearers; `implausible` is no form that M.585 knows. */
export type MmsiKind =
  | 'ship'
  | 'group'
  | 'coast'
  | 'sarAircraft'
  | 'aid'
  | 'craft'
  | 'handheld'
  | 'sart'
  | 'mob'
  | 'epirb'
  | 'implausible'

const RANGES =
  '201-216,218-220,224-259,261-279,301,303-312,314,316,319,321,323,325,327,329-332,334,336,338,339,341,343,345,347,348,' +
  '350-359,361,362,364,366-379,401,403,405,408,410,412-414,416,417,419,422,423,425,428,431,432,434,436-438,440,' +
  '441,443,445,447,450,451,453,455,457,459,461,463,466,468,470-473,475,477,478,501,503,506,508,510-512,514-516,' +
  '518,520,523,525,529,531,533,536,538,540,542,544,546,548,550,553,555,557,559,561,563-567,570,572,574,576-578,' +
  '601,603,605,607-613,615-622,624-627,629-638,642,644,645,647,649,650,654-657,659-672,674-679,' +
  '701,710,720,725,730,735,740,745,750,755,760,765,770,775'

const ALLOCATED = new Uint8Array(1_000)
for (const range of RANGES.split(',')) {
  const [from, to = from] = range.split('-').map(Number)
  if (from !== undefined && to !== undefined) ALLOCATED.fill(1, from, to + 1)
}

/** Form of an MMSI, and where its country's digits stand: null where the form has none. */
function formOf(mmsi: number): { readonly kind: MmsiKind; readonly mid: number | null } {
  const mid = (divisor: number): number => Math.floor(mmsi / divisor) % 1_000
  const top = Math.floor(mmsi / 1_000_000)
  if (mmsi <= 0 || mmsi > 999_999_999) return { kind: 'implausible', mid: null }
  if (top === 970) return { kind: 'sart', mid: null }
  if (top === 972) return { kind: 'mob', mid: null }
  if (top === 974) return { kind: 'epirb', mid: null }
  if (top === 111) return { kind: 'sarAircraft', mid: mid(1_000) }
  if (top >= 990) return { kind: 'aid', mid: mid(10_000) }
  if (top >= 980) return { kind: 'craft', mid: mid(10_000) }
  if (top >= 800 && top < 900) return { kind: 'handheld', mid: mid(100_000) }
  if (top >= 200 && top < 800) return { kind: 'ship', mid: top }
  if (top >= 20 && top < 80) return { kind: 'group', mid: mid(100_000) }
  if (top >= 2 && top < 8) return { kind: 'coast', mid: mid(10_000) }
  return { kind: 'implausible', mid: null }
}

/** The kind of bearer. */
export const mmsiKind = (mmsi: number): MmsiKind => formOf(mmsi).kind

/** What is odd about an MMSI, in the words of the flags; null where nothing is. */
export function mmsiFlag(mmsi: number): 'mmsi-implausible' | 'mid-unknown' | null {
  const { kind, mid } = formOf(mmsi)
  if (kind === 'implausible') return 'mmsi-implausible'
  return mid === null || ALLOCATED[mid] === 1 ? null : 'mid-unknown'
}

/** Nine digits. */
export const mmsiText = (mmsi: number): string => String(mmsi).padStart(9, '0')
