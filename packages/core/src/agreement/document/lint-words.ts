import { everyExcuse } from './excuse.ts'
import type { Found } from './remark.ts'
import type { Agreement } from './types.ts'

/** Kinds of breach that no provision names. */
export function unusedBreaches({ thresholds, provisions }: Agreement): readonly Found[] {
  const used = new Set(provisions.map(({ breach }) => breach))
  return thresholds.breaches.flatMap(({ id }, i) =>
    used.has(id)
      ? []
      : [
          {
            path: `thresholds.breaches.${i}`,
            problem: `no provision is broken by a breach of the kind ${id}; name it as breach of one, or remove it`,
          },
        ],
  )
}

/** Terms that a provision rests on and that nobody defined. */
export function undefinedTerms({ definitions, provisions }: Agreement): readonly Found[] {
  const defined = new Set(definitions.map(({ term }) => term))
  return provisions.flatMap(({ clause, terms = [] }, i) =>
    terms.flatMap((term, j) =>
      defined.has(term)
        ? []
        : [
            {
              path: `provisions.${i}.terms.${j}`,
              problem: `${clause} rests on ${term}, which is not defined; add it to definitions, or leave it out`,
            },
          ],
    ),
  )
}

/** Every sentence of the text in which a defined term may stand, in lower case. */
function sentencesOf(agreement: Agreement): readonly string[] {
  const { provisions, obligations, facts, phases, gates, zones, notified, repairs, benign } =
    agreement
  const titled = [facts, phases, gates, zones, notified, repairs, benign, obligations].flat()
  return [
    ...titled.map(({ title }) => title),
    ...provisions.flatMap(({ title, wording = {}, unless }) => [
      title,
      ...Object.values(wording),
      ...everyExcuse(unless, '').map(({ excuse }) => excuse.title),
    ]),
    ...notified.flatMap(({ says }) => says),
  ].map((sentence) => sentence.toLowerCase())
}

/** Defined terms that stand nowhere: in no list of terms, no sentence of the text, no other definition. */
export function unusedTerms(agreement: Agreement): readonly Found[] {
  const { definitions, provisions } = agreement
  const listed = new Set(provisions.flatMap(({ terms = [] }) => terms))
  const sentences = sentencesOf(agreement)
  return definitions.flatMap(({ term }, i) => {
    const word = term.toLowerCase()
    const isMeant = definitions.some((one, j) => i !== j && one.means.toLowerCase().includes(word))
    return listed.has(term) || isMeant || sentences.some((one) => one.includes(word))
      ? []
      : [
          {
            path: `definitions.${i}`,
            problem: `no part of the text uses the term ${term}; name it in terms of a provision, or remove it`,
          },
        ]
  })
}

/** Languages of which none decides where they differ. */
export const languagesWithoutAuthentic = ({ languages }: Agreement): readonly Found[] =>
  languages.length === 0 || languages.some(({ authentic }) => authentic)
    ? []
    : [
        {
          path: 'languages',
          problem:
            'no language is authentic, so that nothing decides where the texts differ; mark one or more as authentic: true',
        },
      ]

/** Provisions that give their wording, but not in every authentic language. One without any wording is restated by its title. */
export function missingWordings({ languages, provisions }: Agreement): readonly Found[] {
  const authentic = languages.filter((language) => language.authentic)
  return provisions.flatMap(({ clause, wording }, i) => {
    const missing = authentic.filter(({ code }) => wording?.[code] === undefined)
    return wording === undefined || missing.length === 0
      ? []
      : [
          {
            path: `provisions.${i}.wording`,
            problem: `${clause} has no wording in ${missing.map(({ code }) => code).join(', ')}, which is authentic; add it`,
          },
        ]
  })
}
