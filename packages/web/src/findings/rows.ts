// What the guarantors' office has of the judges' work: the answers that were referred to the capitals, each with its clock and
// with what each capital said, and the findings. What is still under way is counted and not listed: it is nobody's finding yet.
import { QUESTIONS } from '@holdfast/core/verify'
import type { IncidentStatus, Question, ReleasedIncident } from '@holdfast/core/verify'
import type { Actor, NationCode } from '@holdfast/core/nations'
import type { InstantMs } from '@holdfast/core/units'

/** An answer that is with the capitals. */
export interface Referral {
  readonly incident: ReleasedIncident
  readonly question: Question
  /** When the capitals' clock runs out. */
  readonly dueMs: InstantMs | null
  readonly isLate: boolean
  /** Capitals that are for what is proposed, and against; of each its last word. */
  readonly inFavour: readonly NationCode[]
  readonly against: readonly NationCode[]
  /** What the officer's own capital said; null while it said nothing. */
  readonly own: 'for' | 'against' | null
}
/** What the page lists. */
export interface Findings {
  /** Those whose clock runs out first come first. */
  readonly referrals: readonly Referral[]
  /** Newest first. */
  readonly findings: readonly ReleasedIncident[]
  /** Incidents that are neither. */
  readonly underWay: number
}

/** What a panel closed, and what became of it since. */
const FINDINGS: ReadonlySet<IncidentStatus> = new Set<IncidentStatus>([
  'concluded',
  'published',
  'corrected',
  'recalled',
])

function referralOf(
  incident: ReleasedIncident,
  question: Question,
  { nation, nowMs }: { readonly nation: NationCode; readonly nowMs: InstantMs },
): Referral {
  const { votes, capitalsDueAtMs } = incident.answers[question]
  const last = new Map(
    votes
      .filter(({ capital = false }) => capital)
      .map((vote) => [vote.nation, vote.agrees] as const),
  )
  const said = (agrees: boolean): readonly NationCode[] =>
    [...last].filter(([, one]) => one === agrees).map(([one]) => one)
  const own = last.get(nation)
  return {
    incident,
    question,
    dueMs: capitalsDueAtMs,
    isLate: capitalsDueAtMs !== null && nowMs >= capitalsDueAtMs,
    inFavour: said(true),
    against: said(false),
    own: own === undefined ? null : own ? 'for' : 'against',
  }
}

const dueOf = ({ dueMs }: Referral): number => dueMs ?? Number.POSITIVE_INFINITY

/** The lists of the page, for an officer of a nation. */
export function findingsOf(
  incidents: readonly ReleasedIncident[],
  { actor, nowMs }: { readonly actor: Pick<Actor, 'nation'>; readonly nowMs: InstantMs },
): Findings {
  const referrals = incidents
    .flatMap((incident) =>
      QUESTIONS.filter((question) => incident.answers[question].status === 'referred').map(
        (question) => referralOf(incident, question, { nation: actor.nation, nowMs }),
      ),
    )
    .toSorted((a, b) => dueOf(a) - dueOf(b) || b.incident.sinceMs - a.incident.sinceMs)
  const findings = incidents
    .filter(({ status }) => FINDINGS.has(status))
    .toSorted((a, b) => b.sinceMs - a.sinceMs)
  const listed = new Set([
    ...referrals.map(({ incident }) => incident.id),
    ...findings.map(({ id }) => id),
  ])
  return { referrals, findings, underWay: incidents.length - listed.size }
}

/** What the capitals said so far, in a sentence; the officer's own first. */
export function saidWords({ inFavour, against, own }: Referral): string {
  const mine = own === null ? 'your capital has not spoken' : `your capital is ${own} it`
  const told = [
    ...(inFavour.length > 0 ? [`for it ${inFavour.join(', ')}`] : []),
    ...(against.length > 0 ? [`against it ${against.join(', ')}`] : []),
  ]
  return told.length === 0 ? 'No capital has spoken' : `Capitals ${told.join('; ')}; ${mine}`
}

/** What this officer may do with what was referred, and if nothing, who may. */
export const rightWords = ({ role, nation }: Pick<Actor, 'role' | 'nation'>): string =>
  role === 'minister'
    ? `You speak for the capital of ${nation}: open what was referred and vote on its card.`
    : `A minister of ${nation} votes, logged in at this office; the role ${role} reads.`
