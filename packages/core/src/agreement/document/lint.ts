/**
 * Remarks on a document that is sound in form: clauses that can never bind, places whose rules contradict each other,
 * words that nobody uses. A remark is no error. A text may mean what it says; its author should have looked.
 */
import { completed } from './complete.ts'
import {
  actsThatCannotBe,
  countsWithoutParty,
  emptyIntervals,
  unobservedActs,
  unreachedProvisions,
  weaponsThatCannotBe,
} from './lint-clauses.ts'
import { excusesThatCannotBe } from './lint-excuses.ts'
import {
  bandGaps,
  crossedLines,
  linesOutside,
  narrowZones,
  oddBeginnings,
  partiesAlike,
} from './lint-figures.ts'
import {
  gatesWithoutBar,
  lostBeginnings,
  lostDeadlines,
  unreachedPhases,
  unusedFacts,
} from './lint-life.ts'
import { conflictingZones, unusedZones, zonesOutside } from './lint-places.ts'
import {
  languagesWithoutAuthentic,
  missingWordings,
  undefinedTerms,
  unusedBreaches,
  unusedTerms,
} from './lint-words.ts'
import type { Found } from './remark.ts'
import type { Agreement } from './types.ts'

/** What each rule looks for. */
export const LINT_RULES = {
  'never-in-force':
    'a provision whose interval of versions is empty, or that begins after it ended',
  'phase-unreachable': 'a phase that can never be entered, or ends as it begins',
  'provision-unreachable': 'a provision that binds only in phases that are never reached',
  'act-impossible': 'an act whose kinds and phases no event has together',
  'act-unobserved': 'a provision about missed duties, which nobody observes',
  'weapon-impossible': 'a weapon rule whose classes are never of its calibres',
  'count-without-party': "a count of one party's fire where nothing shows whose it is",
  'beginning-unreachable':
    'a provision that binds only from so long after something that never comes',
  'excuse-impossible': 'an exception that holds for no event that its provision means',
  'zone-outside': 'a zone that lies wholly outside the conflict region',
  'line-outside': 'a line that lies far from the conflict region',
  'line-crossed': 'a line that crosses itself',
  'zone-narrow': 'a width of metres where kilometres may be meant',
  'zone-unused': 'a zone that no provision and no baseline names',
  'zones-conflict': 'a zone where something may not be that overlaps one where it is to be',
  'deadline-unreachable': 'a duty whose deadline can never begin to run',
  'gate-without-bar': 'a gate that would open while fighting goes on',
  'fact-unused': 'a fact that nothing hangs on',
  'from-odd': 'a provision that would bind before its version, or only years after it',
  'bands-apart': 'probabilities that no standard of proof has a word for',
  'parties-alike': 'parties of one title',
  'breach-unused': 'a kind of breach that no provision names',
  'term-undefined': 'a term that a provision rests on and nobody defined',
  'term-unused': 'a defined term that no part of the text uses',
  'language-not-authentic': 'languages of which none is authentic',
  'wording-missing': 'a provision that lacks its wording in an authentic language',
} as const
/** The id of a rule. */
export type LintRule = keyof typeof LINT_RULES | 'too-many'

/** One thing that an author should look at. */
export interface Remark extends Found {
  readonly rule: LintRule
}
/** Most remarks told at once; beyond them one remark of the rule `too-many` counts the rest. */
export const REMARKS_MAX = 200

const FINDERS: Readonly<
  Record<keyof typeof LINT_RULES, (agreement: Agreement) => readonly Found[]>
> = {
  'never-in-force': emptyIntervals,
  'phase-unreachable': unreachedPhases,
  'provision-unreachable': unreachedProvisions,
  'act-impossible': actsThatCannotBe,
  'act-unobserved': unobservedActs,
  'weapon-impossible': weaponsThatCannotBe,
  'count-without-party': countsWithoutParty,
  'beginning-unreachable': lostBeginnings,
  'excuse-impossible': excusesThatCannotBe,
  'zone-outside': zonesOutside,
  'line-outside': linesOutside,
  'line-crossed': crossedLines,
  'zone-narrow': narrowZones,
  'zone-unused': unusedZones,
  'zones-conflict': conflictingZones,
  'deadline-unreachable': lostDeadlines,
  'gate-without-bar': gatesWithoutBar,
  'fact-unused': unusedFacts,
  'from-odd': oddBeginnings,
  'bands-apart': bandGaps,
  'parties-alike': partiesAlike,
  'breach-unused': unusedBreaches,
  'term-undefined': undefinedTerms,
  'term-unused': unusedTerms,
  'language-not-authentic': languagesWithoutAuthentic,
  'wording-missing': missingWordings,
}

/**
 * The remarks on an agreement, in the order of `LINT_RULES` and then of the document; empty for a clean one. Deterministic.
 * At most `REMARKS_MAX`, and one that counts the rest.
 */
export function lintAgreement(value: Agreement): readonly Remark[] {
  const agreement = completed(value)
  const rules = Object.keys(FINDERS) as (keyof typeof LINT_RULES)[]
  const remarks = rules.flatMap((rule) =>
    FINDERS[rule](agreement).map((found): Remark => ({ ...found, rule })),
  )
  const rest = remarks.length - REMARKS_MAX
  if (rest <= 0) return remarks
  return [
    ...remarks.slice(0, REMARKS_MAX),
    {
      path: '',
      problem: `${rest} more remarks are not told; mend these first, then look again`,
      rule: 'too-many',
    },
  ]
}
