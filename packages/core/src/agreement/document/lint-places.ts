import { conflictRegion, footprintsOf, zonesOverlap } from './footprint.ts'
import { isEverInForce } from './lint-clauses.ts'
import type { Found } from './remark.ts'
import type { Agreement, Baseline, Provision, WeaponRule, Zone } from './types.ts'

/** Zones with an outline that lie wholly outside the conflict region. Bands are left out: they reach the far rear. */
export function zonesOutside(agreement: Agreement): readonly Found[] {
  const region = conflictRegion(agreement)
  if (region === null) return []
  return agreement.zones.flatMap((zone, i) =>
    zone === region || footprintsOf(zone) === null || zonesOverlap(agreement, zone, region)
      ? []
      : [
          {
            path: `zones.${i}`,
            problem:
              `zone ${zone.id} lies wholly outside the conflict region (${region.id}); ` +
              'look whether longitude and latitude are swapped, or draw the region larger',
          },
        ],
  )
}

/** Zones that nothing names; the conflict region stands for itself. */
export function unusedZones(agreement: Agreement): readonly Found[] {
  const { zones, provisions, baseline } = agreement
  const used = new Set([
    conflictRegion(agreement)?.id,
    ...provisions.map(({ zone }) => zone),
    ...(baseline?.holdingAreas ?? []).map(({ zone }) => zone),
  ])
  return zones.flatMap(({ id, purpose }, i) =>
    used.has(id) || purpose === 'region'
      ? []
      : [
          {
            path: `zones.${i}`,
            problem: `no provision and no baseline names zone ${id}; let one name it, or remove it`,
          },
        ],
  )
}

type Held = Baseline['weapons'][number]

/** Something that is to be in a zone: weapons in a holding area, ships and aircraft in their corridors. */
interface Allowance {
  readonly zone: Zone
  readonly kinds: readonly string[]
  readonly what: string
  readonly party: 'A' | 'B' | null
  /** Weapons declared there; none: any. */
  readonly weapons: readonly Held[]
}

function storeOf({ baseline }: Agreement, zone: Zone): Allowance | null {
  const area = baseline?.holdingAreas.find((one) => one.zone === zone.id)
  if (area === undefined && zone.purpose !== 'holding') return null
  return {
    zone,
    kinds: ['P.WEAPON', 'P.DISENG.PRESENCE'],
    what: 'weapons are kept',
    party: area?.party ?? null,
    weapons: (baseline?.weapons ?? []).filter((weapon) => weapon.zone === zone.id),
  }
}

function passageOf(zone: Zone): Allowance | null {
  if (zone.kind !== 'corridor' || zone.medium === 'land') return null
  const isSea = zone.medium === 'sea'
  return {
    zone,
    kinds: [isSea ? 'A.SHIP' : 'A.AIRCRAFT'],
    what: isSea ? 'ships pass' : 'aircraft pass',
    party: null,
    weapons: [],
  }
}

function meets(rule: WeaponRule, { class: family, calibreMm, term }: Held): boolean {
  const { classes, calibreFromMm = 0, calibreBelowMm, terms } = rule
  if (classes !== undefined && !classes.includes(family)) return false
  if (terms !== undefined) {
    const said = term.toLowerCase()
    if (!terms.some((one) => said.includes(one.toLowerCase()))) return false
  }
  // An unknown calibre may be any: the remark is made, and a person looks.
  if (calibreMm === null) return true
  return calibreMm >= calibreFromMm && (calibreBelowMm === undefined || calibreMm < calibreBelowMm)
}

/** Whether a provision forbids outright what a zone is there for. One with exceptions has thought of some. */
function forbids(provision: Provision, allowance: Allowance): boolean {
  const { act, binds, weapons, unless } = provision
  if ((unless ?? []).length > 0) return false
  if (act.kinds.length > 0 && !act.kinds.some((kind) => allowance.kinds.includes(kind)))
    return false
  if (binds !== undefined && allowance.party !== null && binds.party !== allowance.party)
    return false
  if (weapons === undefined || allowance.weapons.length === 0) return true
  return allowance.weapons.some((weapon) => weapons.some((rule) => meets(rule, weapon)))
}

/** A corridor in which the very provision about it forbids the passage is a closed one, and allows nothing. */
const isClosedBy = (agreement: Agreement, allowance: Allowance): boolean =>
  allowance.kinds.every((kind) => kind.startsWith('A.')) &&
  agreement.provisions.some(
    (provision) => provision.zone === allowance.zone.id && forbids(provision, allowance),
  )

/** A provision that forbids in its zone what the overlapping zone is there for; one remark for a pair of zones. */
export function conflictingZones(agreement: Agreement): readonly Found[] {
  const { zones } = agreement
  const allowances = zones
    .flatMap((zone) => [storeOf(agreement, zone) ?? passageOf(zone) ?? []].flat())
    .filter((allowance) => !isClosedBy(agreement, allowance))
  const told = new Set<string>()
  return agreement.provisions.flatMap((provision, i) => {
    if (!isEverInForce(agreement, provision)) return []
    const zone = zones.find(({ id }) => id === provision.zone) ?? null
    return allowances.flatMap((allowance) => {
      const pair = `${zone?.id ?? ''} ${allowance.zone.id}`
      if (told.has(pair) || !forbids(provision, allowance)) return []
      const isApart =
        zone !== null && zone !== allowance.zone && !zonesOverlap(agreement, zone, allowance.zone)
      if (isApart) return []
      told.add(pair)
      return [
        {
          path: `provisions.${i}.zone`,
          problem:
            `${provision.clause} forbids ${zone === null ? 'everywhere' : `in zone ${zone.id}`} ` +
            `what zone ${allowance.zone.id} is there for, where ${allowance.what}, and the two overlap; ` +
            'draw them apart, or write the exception under unless',
        },
      ]
    })
  })
}
