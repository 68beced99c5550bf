/**
 * Goal: each rule remarks on what it looks for, at its place and in its words, and on nothing else; a clean text hears
 * nothing. Method: the sound document with every key; for each rule copies with one thing planted, each with all the
 * remarks that it then draws; the table must have every rule.
 */
import { describe, expect, test } from 'vitest'
import { DAY_MS } from '../../units/index.ts'
import { LINT_RULES, lintAgreement, type LintRule } from '../index.ts'
import {
  at,
  basis,
  clean,
  corridor,
  planted,
  provision,
  square,
  type Change,
} from '../../../../../tests/support/planted-agreement.ts'

const fact = { id: 'f', title: 'f', declaredBy: 'commission', basis }

interface Case {
  readonly rule: LintRule
  readonly changes: readonly Change[]
  readonly told: readonly (readonly [path: string, problem: string | RegExp])[]
}

const cases: readonly Case[] = [
  {
    rule: 'never-in-force',
    changes: [['provisions.1.fromMs', Date.UTC(2030, 5, 1)]],
    told: [
      [
        'provisions.1.from',
        'C2 is never in force: it ended with v2 at 2030-06-01T00:00Z, and would bind from 2030-06-01T00:00Z; ' +
          'write an earlier from, or a later untilVersion',
      ],
    ],
  },
  {
    rule: 'never-in-force',
    changes: [['provisions.1.sinceVersion', 'v2']],
    told: [
      [
        'provisions.1.untilVersion',
        'C2 is never in force: it ended with v2 at 2030-06-01T00:00Z, not after v2, which has it first; ' +
          'name a later untilVersion, or leave it out',
      ],
    ],
  },
  {
    rule: 'beginning-unreachable',
    changes: [['provisions.0.after', { what: 'dawn', afterMs: DAY_MS }]],
    told: [
      [
        'provisions.0.from.after',
        'C1 never binds: its time runs from dawn, which is never reached and which nobody may declare; ' +
          'name a version, phase or fact that can come, or an instant',
      ],
    ],
  },
  {
    rule: 'excuse-impossible',
    changes: [
      ['provisions.0.unless.0.notified', 'exercise'],
      ['provisions.0.act.kinds', ['burst']],
    ],
    told: [
      [
        'provisions.0.unless.0',
        'the exception announced never holds: exercise explains no kind of event that C1 means; ' +
          'name another rule, or add the kind to its explains',
      ],
    ],
  },
  {
    rule: 'phase-unreachable',
    changes: [['phases.1.entry', ['established', 'gone']]],
    told: [
      [
        'phases.1',
        'phase ceasefire is never reached: nobody may declare gone, because no fact of that name is there; ' +
          'mend its entry, or remove the phase',
      ],
    ],
  },
  {
    rule: 'phase-unreachable',
    changes: [['phases.1.exit', ['hostilities', 'established']]],
    told: [['phases.1', /: established enters it and ends it;/]],
  },
  {
    rule: 'phase-unreachable',
    changes: [['phases.1.entry', []]],
    told: [['phases.1', /it has no fact to enter it by/]],
  },
  {
    rule: 'phase-unreachable',
    changes: [['phases.0.lastsMs', 0]],
    told: [['phases.0', /it lasts no time/]],
  },
  {
    rule: 'provision-unreachable',
    changes: [['provisions.0.phases', ['gone']]],
    told: [
      [
        'provisions.0.phases',
        'C1 never binds: none of its phases is ever reached (gone); ' +
          'name a phase that can be, or leave phases out',
      ],
    ],
  },
  {
    rule: 'act-impossible',
    changes: [['provisions.2.act.phases', ['inFlight']]],
    told: [
      [
        'provisions.2.act.phases',
        'C3 means explosions in flight, which nobody observes; ' +
          'name projectile as the kind, or another phase',
      ],
    ],
  },
  {
    rule: 'act-unobserved',
    changes: [['provisions.6.act.kinds', ['O.DEMINE.LATE']]],
    told: [
      [
        'provisions.6.act.kinds',
        'C7 means a duty that was missed, which nobody observes; ' +
          'write it under obligations, with a deadline',
      ],
    ],
  },
  {
    rule: 'weapon-impossible',
    changes: [['provisions.1.weapons.0', { classes: ['smallArms', 'mortar'], calibreFromMm: 300 }]],
    told: [
      [
        'provisions.1.weapons.0',
        'C2 means smallArms or mortar from 300 mm, which no weapon of that class is; ' +
          'correct the calibre or the class',
      ],
    ],
  },
  {
    rule: 'weapon-impossible',
    changes: [['provisions.1.weapons.0', { classes: [], calibreFromMm: 100 }]],
    told: [
      ['provisions.1.weapons.0', 'C2 means a weapon of no class; name classes, or leave them out'],
    ],
  },
  {
    rule: 'count-without-party',
    changes: [['provisions.6.count', { atLeast: 2, withinMs: 1, by: 'sameParty' }]],
    told: [['provisions.6.count.by', /^C7 counts the fire of one party, .* or leave by out$/]],
  },
  {
    rule: 'zone-outside',
    changes: [['zones.2.position', at(47.5, 37.5)]],
    told: [
      [
        'zones.2',
        'zone plant lies wholly outside the conflict region (region); look whether longitude and latitude ' +
          'are swapped, or draw the region larger',
      ],
    ],
  },
  {
    rule: 'zone-outside',
    // Without a purpose the largest polygon is the region: here one that lies apart from all others.
    changes: [
      ['zones.0', { ...square(-30, 10, 9), id: 'region' }],
      ['zones.6.purpose', undefined],
      ['lines.0.line.vertices', [at(-29, 11), at(-29, 12)]],
      ['lines.1.line.vertices', [at(-28, 11), at(-28, 12)]],
    ],
    told: ['plant', 'road', 'store-a', 'store-b'].map((id) => [
      `zones.${clean.zones.findIndex((zone) => zone.id === id)}`,
      new RegExp(`^zone ${id} lies wholly outside`),
    ]),
  },
  {
    rule: 'line-outside',
    changes: [['lines.1.line.vertices', [at(47, 38.1), at(49, 38.1)]]],
    told: [
      [
        'lines.1.vertices',
        'line later has no vertex near the conflict region (region); look whether longitude and latitude are swapped, ' +
          'or draw the region larger',
      ],
    ],
  },
  {
    rule: 'line-crossed',
    changes: [['lines.1.line.vertices', [at(38, 47), at(38, 48), at(38.2, 47.8), at(37.9, 47.8)]]],
    told: [
      [
        'lines.1.vertices',
        'line later crosses itself after its vertices 0 and 2, where nobody can say on which side of it a place lies; ' +
          'put the vertices in order',
      ],
    ],
  },
  {
    rule: 'zone-narrow',
    changes: [[`zones.${clean.zones.findIndex((zone) => 'widthM' in zone)}.widthM`, 50]],
    told: [
      [
        `zones.${clean.zones.findIndex((zone) => 'widthM' in zone)}.widthM`,
        /is 50 m wide; widthM is in metres: write 50000 if kilometres are meant$/,
      ],
    ],
  },
  {
    rule: 'from-odd',
    changes: [['provisions.0.fromMs', Date.UTC(2029, 0, 1)]],
    told: [
      [
        'provisions.0.from',
        'C1 is to bind from 2029-01-01T00:00Z, and v1, which has it first, begins at 2030-01-01T00:00Z: it binds from ' +
          'then only; correct the year, or leave from out',
      ],
    ],
  },
  {
    rule: 'from-odd',
    changes: [['provisions.0.fromMs', Date.UTC(2040, 0, 1)]],
    told: [['provisions.0.from', /more than five years after v1.*look whether the year is right$/]],
  },
  {
    rule: 'bands-apart',
    changes: [['thresholds.standards.1.from', 0.8]],
    told: [
      [
        'thresholds.standards.1.from',
        'no standard of proof has the probabilities from 0.75 to 0.8, where clear begins; let the bands meet',
      ],
    ],
  },
  {
    rule: 'parties-alike',
    changes: [['parties.B.title', ' A']],
    told: [['parties.B.title', 'both parties are called " A"; give each its own title']],
  },
  {
    rule: 'zone-unused',
    changes: [['provisions.2.zone', 'rear']],
    told: [
      ['zones.2', 'no provision and no baseline names zone plant; let one name it, or remove it'],
    ],
  },
  {
    rule: 'zones-conflict',
    // The demilitarised road is led through the holding area of A.
    changes: [['zones.3.course.vertices', [at(36.4, 48.55), at(36.7, 48.55)]]],
    told: [
      [
        'provisions.3.zone',
        'C4 forbids in zone road what zone store-a is there for, where weapons are kept, ' +
          'and the two overlap; draw them apart, or write the exception under unless',
      ],
    ],
  },
  {
    rule: 'zones-conflict',
    // The holding area of A comes to lie 20 km from the line, where its artillery may not stand.
    changes: [['zones.6', { ...square(37.7, 48.5, 0.05), id: 'store-a', purpose: 'holding' }]],
    told: [['provisions.1.zone', /^C2 forbids in zone deep what zone store-a is there for/]],
  },
  {
    rule: 'zones-conflict',
    changes: [
      ['provisions.3.zone', undefined],
      ['zones.3.purpose', 'region'],
      ['provisions.3.binds', { party: 'B', why: 'w' }],
    ],
    told: [['provisions.3.zone', /^C4 forbids everywhere what zone store-b is there for/]],
  },
  {
    rule: 'zones-conflict',
    changes: [
      ['zones.3', corridor('sea', 47)],
      ['provisions.3', provision('C4', { zone: 'road' })],
      ['provisions.4', provision('C5', { zone: 'rear', act: { kinds: ['A.SHIP'], phases: [] } })],
      ['zones.3.id', 'road'],
    ],
    told: [
      [
        'provisions.4.zone',
        /^C5 forbids in zone rear what zone road is there for, where ships pass/,
      ],
    ],
  },
  {
    rule: 'deadline-unreachable',
    changes: [['obligations.3.due.what', 'gone']],
    told: [
      [
        'obligations.3.due.after',
        'O4 has no deadline: it runs from gone, which is never reached and which nobody may ' +
          'declare; name a phase or fact that can come, or an instant',
      ],
    ],
  },
  {
    rule: 'gate-without-bar',
    changes: [['gates.0.barredBy', []]],
    told: [
      [
        'gates.0.barredBy',
        'gate after-peace opens while fighting goes on, because no fact bars it; ' +
          'name the fact that hostilities go on under barredBy',
      ],
    ],
  },
  {
    rule: 'fact-unused',
    changes: [['facts.4', fact]],
    told: [['facts.4', 'no phase, gate, clause or duty hangs on f; let one name it, or remove it']],
  },
  {
    rule: 'breach-unused',
    changes: [['provisions.0.breach', undefined]],
    told: [
      [
        'thresholds.breaches.0',
        'no provision is broken by a breach of the kind fire; name it as breach of one, or remove it',
      ],
    ],
  },
  {
    rule: 'term-undefined',
    changes: [['provisions.1.terms.1', 'gun']],
    told: [
      [
        'provisions.1.terms.1',
        'C2 rests on gun, which is not defined; add it to definitions, or leave it out',
      ],
    ],
  },
  {
    rule: 'term-unused',
    changes: [['definitions.1', { term: 'drone', means: 'm', source: 's' }]],
    told: [
      [
        'definitions.1',
        'no part of the text uses the term drone; name it in terms of a provision, or remove it',
      ],
    ],
  },
  {
    rule: 'language-not-authentic',
    changes: [['languages.0.authentic', false]],
    told: [
      [
        'languages',
        'no language is authentic, so that nothing decides where the texts differ; ' +
          'mark one or more as authentic: true',
      ],
    ],
  },
  {
    rule: 'wording-missing',
    changes: [['languages.1.authentic', true]],
    told: [['provisions.0.wording', 'C1 has no wording in fr, which is authentic; add it']],
  },
]

describe('remarks', () => {
  test('a clean text draws none', () => {
    expect(lintAgreement(clean)).toEqual([])
  })

  test.each(cases)('$rule: $changes', ({ rule, changes, told }) => {
    const remarks = lintAgreement(planted(...changes))
    // A duty runs from the second phase: without the phase it has no deadline.
    const isSecond = changes.some(([path]) => path.startsWith('phases.1'))
    const follows = isSecond ? ['deadline-unreachable'] : []
    expect([...new Set(remarks.map((one) => one.rule))]).toEqual([rule, ...follows])
    expect(remarks.filter((one) => one.rule === rule)).toEqual(
      told.map(([path, problem]) => ({
        path,
        problem: problem instanceof RegExp ? (expect.stringMatching(problem) as string) : problem,
        rule,
      })),
    )
  })

  test('every rule has its case, and every case draws its own rule', () => {
    expect(new Set(cases.map(({ rule }) => rule))).toEqual(new Set(Object.keys(LINT_RULES)))
  })
})
