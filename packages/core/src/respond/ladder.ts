// A ladder that answers the breaches of one party only is a weapon of the other. So the document is judged before it
// is adopted: rung 0 talks to both, each party's breaches have consequences, every measure names who must approve it
// and under which mandate. Core gets a parsed value and a function from a path to its place in the file; every error
// is told at once, with how to mend it.
import { DocumentReader, HOUR_MS, pathOf } from '../units/index.ts'
import type { At, Fields, InstantMs, Refused } from '../units/index.ts'
import { PARTIES, readBasis } from '../agreement/index.ts'
import type { Ladder, Mandate, Measure, Rung } from './types.ts'

const SEVERITIES: readonly Rung['trigger']['severities'][number][] = [
  'technical',
  'minor',
  'serious',
  'grave',
  'collapse',
]
/** The longest deadline of a rung, hours: a year. */
export const DUE_HOURS_MAX = 8_760
/** Most rungs on one ladder, measures on one rung and gates on one measure. */
export const RUNGS_MAX = 20

type Gate = Measure['gates'][number]

function readGate(r: DocumentReader, f: Fields): Gate {
  const nation = r.text(f, 'nation')
  if (nation !== '' && !/^[A-Z]{3}$/.test(nation))
    r.refuse(pathOf(f, 'nation'), `is ${nation}; write three capital letters of ISO 3166-1`)
  const hours = f.value['usualDurationHours']
  return {
    nation,
    body: r.text(f, 'body'),
    legalBasis: r.text(f, 'legalBasis'),
    usualDurationMs:
      hours === null ? null : r.positive(f, 'usualDurationHours', DUE_HOURS_MAX) * HOUR_MS,
    basis: readBasis(r, r.map(f, 'basis')),
  }
}

function readMeasure(r: DocumentReader, f: Fields, isRungZero: boolean): Measure {
  const gates = r.maps(f, 'gates', RUNGS_MAX).map((gate) => readGate(r, gate))
  // Talking to commanders needs no nation's leave; everything above it does.
  if (gates.length === 0 && !isRungZero)
    r.refuse(pathOf(f, 'gates'), 'is empty; name each nation that must approve, and by which body')
  return {
    id: r.text(f, 'id'),
    title: r.text(f, 'title'),
    capabilities: r.texts(f, 'capabilities', RUNGS_MAX),
    mandate: r.text(f, 'mandate'),
    againstParty: r.boolean(f, 'againstParty'),
    basis: readBasis(r, r.map(f, 'basis')),
    gates,
  }
}

function readRung(r: DocumentReader, f: Fields): Rung {
  const trigger = r.map(f, 'trigger')
  const number = r.whole(f, 'number', RUNGS_MAX)
  const severities = r.someOf(trigger, 'severities', SEVERITIES)
  if (severities.length === 0)
    r.refuse(pathOf(trigger, 'severities'), `is empty; write some of ${SEVERITIES.join(', ')}`)
  return {
    id: r.text(f, 'id'),
    number,
    title: r.text(f, 'title'),
    dueMs: r.positive(f, 'dueHours', DUE_HOURS_MAX) * HOUR_MS,
    trigger: { severities, persists: r.boolean(trigger, 'persists') },
    forBreachesBy: r.someOf(f, 'forBreachesBy', PARTIES),
    measures: r
      .maps(f, 'measures', RUNGS_MAX)
      .map((measure) => readMeasure(r, measure, number === 0)),
    basis: readBasis(r, r.map(f, 'basis')),
  }
}

function readMandate(r: DocumentReader, f: Fields): Mandate {
  const instant = (key: 'from' | 'until'): InstantMs | null =>
    f.value[key] === null ? null : r.instant(f, key)
  return {
    id: r.text(f, 'id'),
    title: r.text(f, 'title'),
    clause: r.text(f, 'clause'),
    fromMs: instant('from'),
    untilMs: instant('until'),
    permits: r.texts(f, 'permits', RUNGS_MAX * RUNGS_MAX),
    basis: readBasis(r, r.map(f, 'basis')),
  }
}

/** What a ladder says that it must not: each with the path in the document that holds it. */
export function unfairRungs(
  ladder: Ladder,
): readonly { readonly path: string; readonly problem: string }[] {
  const problems: { path: string; problem: string }[] = []
  const talk = ladder.rungs.find((rung) => rung.number === 0)
  if (talk === undefined)
    problems.push({ path: 'rungs', problem: 'has no rung 0; add one that calls both commanders' })
  for (const party of PARTIES) {
    const answered = ladder.rungs.some(
      (rung) => rung.number > 0 && rung.measures.length > 0 && rung.forBreachesBy.includes(party),
    )
    if (!answered)
      problems.push({
        path: 'rungs',
        problem: `has no consequence for a breach by party ${party}; add a rung above 0 with forBreachesBy ${party}`,
      })
    if (talk !== undefined && !talk.forBreachesBy.includes(party))
      problems.push({
        path: `rungs.${ladder.rungs.indexOf(talk)}.forBreachesBy`,
        problem: `leaves out party ${party}; rung 0 calls both commanders`,
      })
  }
  return problems
}

/** Ids are unique, there is one rung 0, and each measure names a mandate of the ladder. */
function checkReferences(r: DocumentReader, ladder: Ladder): void {
  const once = (what: string, ids: readonly string[]): void => {
    const twice = ids.find((id, i) => ids.indexOf(id) !== i)
    if (twice !== undefined) r.refuse('rungs', `uses ${what} ${twice} twice; give each its own`)
  }
  // Each party's breaches may have rungs of their own on one step; only the talk with both is one.
  if (ladder.rungs.filter((rung) => rung.number === 0).length > 1)
    r.refuse('rungs', 'has rung 0 twice; call both commanders in one')
  once(
    'the id',
    ladder.rungs.map((rung) => rung.id),
  )
  const measures = ladder.rungs.flatMap((rung) => rung.measures.map((measure) => measure.id))
  once('the measure', measures)
  for (const [i, rung] of ladder.rungs.entries())
    for (const [j, measure] of rung.measures.entries())
      if (!ladder.mandates.some(({ id }) => id === measure.mandate))
        r.refuse(
          `rungs.${i}.measures.${j}.mandate`,
          `is ${measure.mandate}, which is no mandate of this ladder; add it under mandates`,
        )
  for (const [i, mandate] of ladder.mandates.entries())
    for (const [j, permitted] of mandate.permits.entries())
      if (!measures.includes(permitted))
        r.refuse(
          `mandates.${i}.permits.${j}`,
          `is ${permitted}, which is no measure of this ladder`,
        )
}

/**
 * The ladder that a document's value states, or every error in it, one line each:
 * `place: path: what is wrong; how to mend`. `at` gives a path's place in the file.
 */
export function parseLadder(value: unknown, at: At): Ladder | Refused {
  const r = new DocumentReader(at)
  const f = r.root(value)
  const ladder: Ladder = {
    id: r.text(f, 'id'),
    title: r.text(f, 'title'),
    notice: f.value['notice'] === null ? null : r.text(f, 'notice'),
    mandates: r.maps(f, 'mandates', RUNGS_MAX).map((item) => readMandate(r, item)),
    rungs: r.maps(f, 'rungs', RUNGS_MAX).map((item) => readRung(r, item)),
  }
  // A value of the wrong shape has no meaning to judge: its stand-ins would only raise errors that are not there.
  if (r.errors.length === 0) {
    for (const { path, problem } of unfairRungs(ladder)) r.refuse(path, problem)
    checkReferences(r, ladder)
  }
  return r.errors.length === 0
    ? { ...ladder, rungs: ladder.rungs.toSorted((a, b) => a.number - b.number) }
    : { refused: r.errors.join('\n') }
}
