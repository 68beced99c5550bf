// A party's word is taken down by an officer, and an officer may get it wrong or make it up. So a claim says who said it
// and how it came, and it counts only once an officer of another nation has held it against that source. What was never
// said is taken back, and the record keeps both. Silence is no one's word: the clock makes it, and it counts at once.
import type { Entry } from '../evidence/index.ts'
import { isFictional } from '../nations/index.ts'
import type { Actor } from '../nations/index.ts'
import { tellInstant } from '../units/index.ts'
import type { InstantMs, Refused } from '../units/index.ts'
import type { IncidentCommand } from './command.ts'
import { record } from './decision.ts'
import type { Case, Decision } from './decision.ts'
import { draft } from './entry.ts'
import type { Payloads } from './entry.ts'
import { checkAlleged, checkText } from './guard.ts'
import { happenedAt } from './answer/happened.ts'
import { undismissed } from './grouping/evidence.ts'
import { isAccused } from './answer/tally.ts'
import { countingClaims, isOfNations } from './counting.ts'
import type { Claim, ClaimSource, Incident } from './types.ts'

const DOCUMENT = /^[0-9a-f]{64}$/

/** Refuses a source that names nobody, no way that it came, or an instant that cannot be. */
export function checkSource(
  source: ClaimSource,
  nowMs: InstantMs,
  sinceMs: InstantMs | null,
): Refused | null {
  if (typeof source !== 'object' || source === null)
    return { refused: 'source is missing: say who said it, when it was received and how it came' }
  const { by, receivedAtMs, channel, document } = source
  if (channel === null && document === null)
    return { refused: 'source has neither channel nor document: give one of them at least' }
  if (document !== null && !DOCUMENT.test(document))
    return { refused: 'source.document is no SHA-256: give 64 lowercase hexadecimal digits' }
  if (!Number.isSafeInteger(receivedAtMs))
    return { refused: 'source.receivedAtMs is no instant: give milliseconds since 1970, UTC' }
  if (receivedAtMs > nowMs)
    return {
      refused: `source.receivedAtMs is ${tellInstant(receivedAtMs)}, and it is ${tellInstant(nowMs)}: give the instant at which it was received`,
    }
  if (sinceMs !== null && receivedAtMs < sinceMs)
    return {
      refused: `source.receivedAtMs is ${tellInstant(receivedAtMs)}, before what it speaks of (${tellInstant(sinceMs)}): correct one of them`,
    }
  return (
    checkText('source.by', by) ?? (channel === null ? null : checkText('source.channel', channel))
  )
}

/** The claim of that entry, or why it cannot be confirmed or taken back. */
function claimAt(incident: Incident, entry: number): Claim | Refused {
  const claim = incident.claims.find((one) => one.entry === entry)
  if (claim === undefined)
    return { refused: `${incident.id} has no claim at log ${entry}: name the entry that filed it` }
  if (claim.stance === 'silent')
    return {
      refused: `log ${entry} is a silence, which nobody said: file the party's claim instead`,
    }
  return claim.takenBack === undefined
    ? claim
    : { refused: `the claim at log ${entry} was taken back: file it anew with its source` }
}

const isFiler = ({ filedBy }: Claim, { nation, name }: Actor): boolean =>
  filedBy?.nation === nation && filedBy.officer === name

/** Files what a party says. It counts nowhere until it is confirmed. */
export function fileClaim(
  { party, stance, text, alleges, source }: Extract<IncidentCommand, { type: 'fileClaim' }>,
  { incident, state, named, opening, context: { nowMs } }: Case,
): Decision {
  // An incident that only claims made is as old as these: its own opening says nothing of when it was.
  const [happenedMs = null] = incident.candidates.length > 0 ? happenedAt(state, incident) : []
  const told = { party, stance, text, source, ...(alleges === undefined ? {} : { alleges }) }
  return (
    checkText('text', text) ??
    checkAlleged(alleges, nowMs) ??
    checkSource(source, nowMs, alleges?.fromMs ?? happenedMs) ??
    record(draft('verify.claim-filed', { ...named, ...told }, opening))
  )
}

/** Confirms that a claim is what its source says: an officer of another nation than the filer's. */
export function confirmClaim(
  { claim: entry }: Extract<IncidentCommand, { type: 'confirmClaim' }>,
  { incident, named, context: { actor } }: Case,
): Decision {
  const claim = claimAt(incident, entry)
  if ('refused' in claim) return claim
  if (claim.confirmed !== undefined)
    return { refused: `the claim at log ${entry} is confirmed already: go on with it` }
  if (claim.filedBy?.nation === actor.nation)
    return {
      refused: `${actor.nation} filed the claim at log ${entry}: an officer of another nation confirms it`,
    }
  return record(draft('verify.claim-confirmed', { ...named, claim: entry }, [entry]))
}

/**
 * Refuses to unhear a party while an attribution that rests on its hearing is before the panel or signed. One that names
 * somebody rests on no hearing of nations that do not exist.
 */
function checkUnheard(incident: Incident, claim: Claim): Refused | null {
  const { status } = incident.answers.attribution
  if (status === 'open' || status === 'recalled') return null
  const carries = (one: Claim): boolean => !isAccused(incident) || isOfNations(one)
  const rest = countingClaims(incident).filter(
    (one) => one.party === claim.party && one.entry !== claim.entry && carries(one),
  )
  if (claim.confirmed === undefined || !carries(claim) || rest.length > 0) return null
  return {
    refused: `attribution is ${status} and rests on the hearing of party ${claim.party}: withdraw or recall it first, or hear the party anew`,
  }
}

/** Fictional nations have no part in what nations that exist took down or confirmed. */
function checkExists({ filedBy, confirmed, entry }: Claim, { nation }: Actor): Refused | null {
  const isReal = [filedBy, confirmed].some((one) => one !== undefined && !isFictional(one.nation))
  return isReal && isFictional(nation)
    ? {
        refused: `${nation} is fictional: an officer of a nation that exists takes the claim at log ${entry} back`,
      }
    : null
}

/**
 * Takes a claim back that was never said: who filed it alone, as long as nobody confirmed it; else on the party's word, with
 * its source, moved by officers of two nations, as it took two to make it count.
 */
export function takeBackClaim(
  { claim: entry, reason, source }: Extract<IncidentCommand, { type: 'takeBackClaim' }>,
  { incident, named, context: { actor, nowMs } }: Case,
): Decision {
  const claim = claimAt(incident, entry)
  if ('refused' in claim) return claim
  if (source === null && claim.confirmed !== undefined)
    return {
      refused: `the claim at log ${entry} is confirmed: give the source of the party's word that takes it back`,
    }
  if (source === null && !isFiler(claim, actor))
    return {
      refused: `another officer filed the claim at log ${entry}: give the source of the party's word that takes it back`,
    }
  const moved = claim.takingBack ?? []
  if (moved.some(({ nation }) => nation === actor.nation))
    return {
      refused: `${actor.nation} has moved to take the claim at log ${entry} back: an officer of another nation must agree`,
    }
  const refused =
    checkExists(claim, actor) ??
    checkText('reason', reason) ??
    (source === null
      ? null
      : checkSource(source, nowMs, claim.source?.receivedAtMs ?? claim.atMs)) ??
    checkUnheard(incident, claim)
  if (refused !== null) return refused
  const isOwn = claim.confirmed === undefined && isFiler(claim, actor)
  const isTaken = isOwn || moved.length > 0
  const refs = [entry, ...moved.map((one) => one.entry)]
  return record(
    draft(
      'verify.claim-take-back-moved',
      { ...named, claim: entry, reason, source, isTaken },
      refs,
    ),
  )
}

const changed = (incident: Incident, entry: number, change: (claim: Claim) => Claim): Incident => ({
  ...undismissed(incident),
  claims: incident.claims.map((one) => (one.entry === entry ? change(one) : one)),
})

/** What the three kinds of entry on claims make of an incident. */
export const HEARD = {
  'verify.claim-filed': (
    incident: Incident,
    { actor, atMs, index }: Entry,
    { party, stance, text, source, alleges }: Payloads['verify.claim-filed'],
  ): Incident => ({
    ...undismissed(incident),
    claims: [
      ...incident.claims,
      {
        party,
        stance,
        text,
        atMs,
        entry: index,
        source,
        filedBy: { nation: actor.nation, officer: actor.name },
        ...(alleges === undefined ? {} : { alleges }),
      },
    ],
  }),
  'verify.claim-confirmed': (
    incident: Incident,
    { actor, atMs, index }: Entry,
    { claim }: Payloads['verify.claim-confirmed'],
  ): Incident =>
    changed(incident, claim, (one) => ({
      ...one,
      confirmed: { nation: actor.nation, officer: actor.name, atMs, entry: index },
    })),
  'verify.claim-take-back-moved': (
    incident: Incident,
    { actor, atMs, index }: Entry,
    { claim, reason, source, isTaken }: Payloads['verify.claim-take-back-moved'],
  ): Incident =>
    changed(incident, claim, (one) => ({
      ...one,
      takingBack: [
        ...(one.takingBack ?? []),
        { nation: actor.nation, officer: actor.name, reason, source, atMs, entry: index },
      ],
      ...(isTaken ? { takenBack: { atMs, entry: index } } : {}),
    })),
} as const
