/** A deployment whose panel has signed findings on the machine's figures: a text without evidence to be shown, and the commands. */
import type { Actor } from '@holdfast/core/nations'
import { seededRandom } from '@holdfast/core/units'
import type { CandidateSnapshot } from '@holdfast/core/verify'

const basis = '{ kind: text, source: a text }'
/** A truce with one clause and a standard of proof that takes nothing. */
export const TRUCE = `
id: truce
title: A truce
ladder: paris-2026
lineOfContact: contact
parties: { A: { title: A }, B: { title: B } }
versions: [{ id: v1, title: First, from: 2020-01-01T00:00:00Z, source: a text }]
thresholds:
  screening: 0.05
  quorum: 2
  occurredUnheardHours: 12
  partiesHeardHours: 72
  standards: [{ id: s, title: S, from: 0, to: 1 }]
lines:
  - id: contact
    title: Line
    basis: ${basis}
    vertices: [{ lonDeg: 37, latDeg: 47 }, { lonDeg: 38, latDeg: 48 }]
zones: []
facts:
  - { id: quiet, title: Quiet, declaredBy: commission, basis: ${basis} }
phases:
  - { id: freeze, title: Freeze, kind: freeze, entry: [quiet], exit: [], basis: ${basis} }
notified: []
provisions:
  - { clause: C, title: No fire, source: a text, sinceVersion: v1, act: { kinds: [explosion], phases: [] } }
obligations:
  - { clause: D, title: Lists, due: 2026-01-01T00:00:00Z, party: A, why: it has them, source: a text }
`

const officer = (nation: string, role: Actor['role'], office: Actor['office']): Actor => ({
  name: 'An officer',
  nation,
  role,
  office,
  keyId: 'dev',
})
const ANALYST = officer('SWE', 'analyst', 'monitor')
const PANEL = ['FIN', 'NLD'].map((nation) => officer(nation, 'panel', 'commission'))

/** Gives a command, and the log index of its first entry; throws where it is refused. */
export type Say = (command: object, actor: Actor) => Promise<number>

/** A candidate as it was taken up, which a machine gave the figure to; the command takes it ready, past the desk. */
const taken = (n: string, occurrence: number): CandidateSnapshot => ({
  candidate: {
    id: `candidate-${n}`,
    clause: 'C',
    agreementVersion: 'v1',
    event: null,
    probability: occurrence,
    conditions: [],
    undecided: [],
    atMs: Date.UTC(2026, 0, 1),
  },
  testimony: [],
  occurrence,
})

/** Signed answers to *occurred* about a machine that is too sure: what it calls 90 % occurs in about two of three. */
export async function signFindings(say: Say, count: number, seed: number): Promise<void> {
  const random = seededRandom(seed)
  const verify = async (type: string, fields: object, actor = ANALYST): Promise<number> =>
    await say({ step: 'verify', type, ...fields }, actor)
  for (let n = 0; n < count; n += 1) {
    const occurrence = random()
    const value = random() < 0.2 + 0.5 * occurrence ? 'yes' : 'no'
    const opening = {
      title: 'A case',
      from: 'candidate',
      candidates: [taken(`${seed}-${n}`, occurrence)],
    }
    const incident = `I-${await verify('openIncident', opening)}`
    const answer = { incident, question: 'occurred', standard: 's' }
    await verify('startInquiry', { incident })
    await verify('proposeAnswer', { ...answer, value })
    for (const nation of PANEL)
      await verify('vote', { ...answer, agrees: true, reason: 'Seen.' }, nation)
  }
}
