/** A small truce and what was heard while it was in force. All of it is invented. */
import { row } from '../../built/support/rows.ts'

const basis = '{ kind: text, source: a text }'

/** One clause, one fact, one phase: a text that raises a candidate for each explosion. */
export const TRUCE_YAML = `
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
  standards: [{ id: s, title: S, from: 0.5, to: 1 }]
lines:
  - id: contact
    title: Line
    basis: ${basis}
    vertices: [{ lonDeg: 30, latDeg: 49 }, { lonDeg: 31, latDeg: 51 }]
zones: []
facts:
  - { id: quiet, title: The guns are quiet, declaredBy: commission, basis: ${basis} }
phases:
  - { id: freeze, title: Freeze, kind: freeze, entry: [quiet], exit: [], basis: ${basis} }
obligations: []
provisions:
  - { clause: C-1, title: No fire, source: a text, sinceVersion: v1, act: { kinds: [explosion], phases: [] } }
`

const MINUTE_MS = 60_000
/** Between two of them: more than fusion joins, and little enough that neighbours may be duplicates. */
const APART_MS = 40 * MINUTE_MS

/** Explosions that one post heard over the last hours, the newest half an hour ago. */
export const heardLately = (count: number, nowMs: number): readonly unknown[] =>
  Array.from({ length: count }, (_, i) => {
    const fromMs = nowMs - 30 * MINUTE_MS - i * APART_MS
    const one = row(0, 'mill')
    return {
      ...one,
      recordId: `mill-${i}`,
      observed: { ...one.observed, fromMs, toMs: fromMs + 30_000 },
      observer: { ...one.observer, place: 'Post at the mill' },
    }
  })
