import { marked } from '../answer/collectors.ts'
import { clausesOn } from '../tasks/provision.ts'
import type { AccessGround, IncidentStatus, Incident, Testimony } from '../types.ts'
import type { TakenUp } from './types.ts'

/** Each once, in the order of first mention. */
export const unique = (values: readonly string[]): readonly string[] => [...new Set(values)]

/** The incident without a dismissal that waits for another officer: what comes in since is nothing that the first one saw. */
export function undismissed(incident: Incident): Incident {
  if (incident.dismissal === undefined || incident.status === 'dismissed') return incident
  const { dismissal: _lapsed, ...kept } = incident
  return kept
}

/** Groups of sources that reported it themselves: what a party or a third person tells corroborates nothing. */
export const corroboratingGroups = (testimony: readonly Testimony[]): ReadonlySet<string> =>
  new Set(
    testimony
      .filter((item) => item.means.some((means) => means !== 'told' && means !== 'claimed'))
      .map((item) => item.group),
  )
/** Independent groups of sources that corroboration takes. */
export const GROUPS_MIN = 2

const accessOf = ({ accessTaken = [] }: Incident): readonly AccessGround[] => accessTaken

/** How far an incident at work has come. */
const STANDING: readonly IncidentStatus[] = ['recorded', 'candidate', 'corroborated', 'inquiry']
/** The further of two: what was merged into another keeps what it had reached, and so who may close it. */
export const strictest = (a: IncidentStatus, b: IncidentStatus): IncidentStatus =>
  STANDING.indexOf(b) > STANDING.indexOf(a) ? b : a

/** The survivor with what was said to the other and how its access was hindered; silence is recorded anew, where it is kept. */
export function toldOf(survivor: Incident, gone: Incident): Incident {
  const known = new Set(survivor.claims.map(({ entry }) => entry))
  const said = gone.claims.filter(({ stance, entry }) => stance !== 'silent' && !known.has(entry))
  const reports = new Set([survivor.access, ...accessOf(survivor)].map((one) => one?.report))
  const hindered = [...(gone.access === undefined ? [] : [gone.access]), ...accessOf(gone)].filter(
    ({ report }) => !reports.has(report),
  )
  return {
    ...survivor,
    ...(said.length === 0 ? {} : { claims: [...survivor.claims, ...said] }),
    ...(hindered.length === 0 ? {} : { accessTaken: [...accessOf(survivor), ...hindered] }),
  }
}

/** The other, reopened, with what became of its claims while the survivor held them: confirmed there, or taken back. */
export function heardSince(gone: Incident, survivor: Incident): Incident {
  const since = new Map(survivor.claims.map((claim) => [claim.entry, claim]))
  return { ...gone, claims: gone.claims.map((claim) => since.get(claim.entry) ?? claim) }
}

/** The survivor without them, once the other is reopened. */
export function untold({ accessTaken = [], ...survivor }: Incident, gone: Incident): Incident {
  const said = new Set(gone.claims.map(({ entry }) => entry))
  const reports = new Set([gone.access, ...accessOf(gone)].map((one) => one?.report))
  const stays = accessTaken.filter(({ report }) => !reports.has(report))
  return {
    ...survivor,
    claims: survivor.claims.filter(({ entry }) => !said.has(entry)),
    ...(stays.length === 0 ? {} : { accessTaken: stays }),
  }
}

/** Testimony of both, one for each observation; the first list comes first. */
export function joined(
  first: readonly Testimony[],
  second: readonly Testimony[],
): readonly Testimony[] {
  const known = new Set(first.map((item) => item.observation))
  const more: Testimony[] = []
  for (const item of second) {
    if (known.has(item.observation)) continue
    known.add(item.observation)
    more.push(item)
  }
  return [...first, ...more]
}

/** The incident resting on these candidates and this testimony; whatever follows from them is made anew. */
export function resting(
  incident: Incident,
  { candidates, testimony }: Pick<Incident, 'candidates' | 'testimony'>,
  taken: ReadonlyMap<string, TakenUp>,
): Incident {
  const held = candidates.flatMap((id) => taken.get(id) ?? [])
  const grounds = [
    ...(incident.access === undefined ? [] : [incident.access]),
    ...accessOf(incident),
  ]
  const ofAccess = grounds.flatMap(({ provision }) =>
    provision === undefined ? [] : clausesOn(provision),
  )
  const named = [...ofAccess, ...held]
  const clauses = new Map(
    named.map(({ clause, agreementVersion }) => [
      `${clause}\n${agreementVersion}`,
      { clause, agreementVersion },
    ]),
  )
  return marked({
    // What somebody moved to dismiss was another evidence.
    ...undismissed(incident),
    candidates,
    events: unique(held.flatMap(({ event }) => event ?? [])),
    observations: testimony.map((item) => item.observation),
    clauses: [...clauses.values()],
    testimony,
    collectedBy: collectors(testimony, incident.teamsOf),
  })
}

/** The nations whose sources or teams collected the evidence. */
export const collectors = (
  testimony: readonly Testimony[],
  teamsOf: readonly string[] = [],
): readonly string[] => unique([...testimony.map((item) => item.nation), ...teamsOf]).toSorted()

/**
 * Where an incident stands once its evidence changed. Before the inquiry the status says how much there is: none, some, or
 * reports of independent groups; once somebody said "corroborated" it stays so only while that is true.
 */
export function statusOn(
  status: IncidentStatus,
  { candidates, testimony }: Pick<Incident, 'candidates' | 'testimony'>,
): IncidentStatus {
  if (status !== 'recorded' && status !== 'candidate' && status !== 'corroborated') return status
  if (candidates.length === 0) return 'recorded'
  const isKept = status === 'corroborated' && corroboratingGroups(testimony).size >= GROUPS_MIN
  return isKept ? 'corroborated' : 'candidate'
}

/** What of an incident's evidence goes with some of its candidates, and what stays: shared reports are with both. */
export function parted(
  incident: Pick<Incident, 'candidates' | 'testimony'>,
  leaving: readonly string[],
  taken: ReadonlyMap<string, TakenUp>,
): { readonly left: Evidence; readonly gone: Evidence } {
  const goes = new Set(leaving)
  const stays = incident.candidates.filter((id) => !goes.has(id))
  const observed = (ids: readonly string[]): ReadonlySet<string> =>
    new Set(ids.flatMap((id) => taken.get(id)?.observations ?? []))
  const [needed, moved] = [observed(stays), observed(leaving)]
  return {
    left: {
      candidates: stays,
      testimony: incident.testimony.filter(
        ({ observation }) => needed.has(observation) || !moved.has(observation),
      ),
    },
    gone: {
      candidates: incident.candidates.filter((id) => goes.has(id)),
      testimony: incident.testimony.filter(({ observation }) => moved.has(observation)),
    },
  }
}
/** What an incident rests on. */
export type Evidence = Pick<Incident, 'candidates' | 'testimony'>

/** A survivor without what it took over; reports that its other candidates rest on stay. */
export function givenBack(
  survivor: Incident,
  { candidates, observations }: NonNullable<Incident['taken']>,
  taken: ReadonlyMap<string, TakenUp>,
): Incident {
  const stays = survivor.candidates.filter((id) => !candidates.includes(id))
  const needed = new Set(stays.flatMap((id) => taken.get(id)?.observations ?? []))
  const testimony = survivor.testimony.filter(
    ({ observation }) => needed.has(observation) || !observations.includes(observation),
  )
  return resting(survivor, { candidates: stays, testimony }, taken)
}
