/**
 * What a planner is asked in front of ministers, as pure functions over the register and a solver port: what is missing,
 * what if, which loss costs most, what to ask of whom, the postures side by side, and how likely each line is filled.
 * Answers tell linchpins and caveats: they carry the highest label on every way out.
 */
export type { ForceSolver } from './port.ts'
export { isAnswered } from './port.ts'
export { lineStandings, weightOf, weightedGap } from './weigh.ts'
export type { LineStanding } from './weigh.ts'
export { askGaps, gapsIn } from './gaps.ts'
export type { GapsAnswer, LineCaveat, LineGap } from './gaps.ts'
export { suppose } from './suppose.ts'
export type { Supposition } from './suppose.ts'
export { askSupposed, askWhatIf, changesBetween } from './what-if.ts'
export type { Asked, LineChange, WhatIfAnswer } from './what-if.ts'
export { LINCHPINS_MAX, askLinchpins } from './linchpins.ts'
export type { Linchpin, LinchpinsAnswer } from './linchpins.ts'
export { ASKS_MAX, ASK_SOLVES_MAX, EXACT_SETS_MAX, askAsks, candidateAsks } from './asks.ts'
export type { Ask, AsksAnswer, AsksProof } from './asks.ts'
export { RATIOS, SUSTAIN_MONTHS, askPostures, recordedPostures } from './postures.ts'
export type { PostureAsked, PostureStanding, RatioStanding } from './postures.ts'
export { BARS, REPLICATIONS_MAX, askCredibility } from './credibility.ts'
export type { Chance, CredibilityAnswer, CredibilityInput, LineChance } from './credibility.ts'
