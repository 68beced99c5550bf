// The machine's figure beside an answer is what people are judged against later, and what recalibration learns from. So it
// comes from the record and never from whoever proposes.
import type { VerifyState } from '../state.ts'
import type { AnswerValue, Incident, Question } from '../types.ts'

/**
 * The machine's raw probability beside an answer, in [0, 1]: that an event of the incident occurred (the likeliest one), or
 * that the clause was broken (the likeliest candidate for it; for another answer than a clause, the likeliest of all). As
 * it stood when the candidates were taken up. Null for other questions, and where the machine said nothing.
 */
export function machineFigure(
  { taken }: Pick<VerifyState, 'taken'>,
  { candidates }: Pick<Incident, 'candidates'>,
  { question, value }: { readonly question: Question; readonly value: AnswerValue[Question] },
): number | null {
  if (question !== 'occurred' && question !== 'breach') return null
  const held = candidates.flatMap((id) => taken.get(id) ?? [])
  const figures =
    question === 'occurred'
      ? held.flatMap(({ occurrence }) => occurrence ?? [])
      : held
          .filter(
            (one) =>
              typeof value !== 'object' ||
              (one.clause === value.clause && one.agreementVersion === value.agreementVersion),
          )
          .map(({ probability }) => probability)
  return figures.length === 0 ? null : Math.max(...figures)
}
