import type { DocumentReader } from '../../units/index.ts'
import { checkName, checkRepeats, idsOf } from './check-names.ts'
import type { Names } from './check-names.ts'
import { PARTIES } from './types.ts'
import type { Agreement, Baseline, PartyId, Zone } from './types.ts'

function checkLinesOfContact(r: DocumentReader, { linesOfContact }: Agreement, names: Names): void {
  // One id in place of a list counts from the beginning of time, which no author writes.
  const isList = linesOfContact.length > 1 || linesOfContact[0]?.fromMs !== 0
  linesOfContact.forEach(({ line, fromMs }, i) => {
    const path = isList ? `lineOfContact.${i}.line` : 'lineOfContact'
    checkName(r, { id: line, path }, names)
    const before = linesOfContact[i - 1]
    if (before !== undefined && fromMs <= before.fromMs)
      r.refuse(
        `lineOfContact.${i}.from`,
        `line ${line} does not begin after ${before.line}, which stands before it; ` +
          'put the lines in order of time',
      )
  })
}

function checkZone(
  r: DocumentReader,
  { zone, path }: { zone: Zone; path: string },
  names: Names,
): void {
  if (zone.kind === 'withdrawal')
    for (const party of PARTIES)
      checkName(r, { id: zone.lineOf[party], path: `${path}.lineOf.${party}` }, names)
  if (zone.kind === 'band' && zone.toM !== null && zone.toM <= zone.fromM)
    r.refuse(
      `${path}.toM`,
      `the band begins at ${zone.fromM} m and ends at ${zone.toM} m; ` +
        'write the greater distance as toM, or leave it out for a band without end',
    )
}

/** Lines, zones and the lines of contact. */
export function checkPlaces(r: DocumentReader, agreement: Agreement): void {
  const { lines, zones } = agreement
  checkRepeats(r, lines, 'lines')
  checkRepeats(r, zones, 'zones')
  const names = { noun: 'line', known: idsOf(lines) }
  checkLinesOfContact(r, agreement, names)
  zones.forEach((zone, i) => checkZone(r, { zone, path: `zones.${i}` }, names))
}

function checkStores(r: DocumentReader, { holdingAreas, weapons }: Baseline): void {
  const holders = new Map<string, PartyId>(holdingAreas.map(({ zone, party }) => [zone, party]))
  weapons.forEach(({ serial, zone, party }, i) => {
    const path = `baseline.weapons.${i}.zone`
    const holder = holders.get(zone)
    if (holder === undefined)
      checkName(r, { id: zone, path }, { noun: 'holding area', known: new Set(holders.keys()) })
    else if (holder !== party)
      r.refuse(
        path,
        `weapon ${serial} is party ${party}'s, and ${zone} is a holding area of party ${holder}; ` +
          `name one of party ${party}'s holding areas, or correct the party`,
      )
  })
}

/** What the baseline names: its line, its holding areas and the weapons that stand there. */
export function checkBaseline(r: DocumentReader, agreement: Agreement): void {
  const { baseline } = agreement
  if (baseline === null) return
  const { line, holdingAreas, weapons, minefields } = baseline
  const lines = { noun: 'line', known: idsOf(agreement.lines) }
  checkName(r, { id: line, path: 'baseline.line' }, lines)
  const zones = { noun: 'zone', known: idsOf(agreement.zones) }
  holdingAreas.forEach(({ zone }, i) =>
    checkName(r, { id: zone, path: `baseline.holdingAreas.${i}.zone` }, zones),
  )
  r.refuseRepeats(
    holdingAreas.map(({ zone }) => zone),
    (i) => `baseline.holdingAreas.${i}.zone`,
  )
  // Two parties may number alike: a serial is a party's own.
  r.refuseRepeats(
    weapons.map(({ serial, party }) => `${serial} of party ${party}`),
    (i) => `baseline.weapons.${i}.serial`,
  )
  checkRepeats(r, minefields, 'baseline.minefields')
  checkStores(r, baseline)
}
