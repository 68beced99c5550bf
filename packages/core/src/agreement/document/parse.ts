/**
 * From a document's value to an `Agreement`. Pure: the YAML and its JSON Schema are the engine's work; whoever holds a
 * value from elsewhere (the journal, a test) gets the same judgement here. Every error is told at once.
 */
import { DocumentReader } from '../../units/index.ts'
import type { At, Fields, Refused } from '../../units/index.ts'
import { checkMeaning } from './check.ts'
import { readId, readParts, readText, readTitle } from './fields.ts'
import { AGREEMENT_LIMITS } from './limits.ts'
import { readObligation, readProvision } from './parse-clauses.ts'
import { readBaseline, readLife } from './parse-life.ts'
import { readLine, readLinesOfContact, readZone } from './parse-places.ts'
import { readRules, readThresholds } from './parse-rules.ts'
import type { Agreement, PartyId, Version } from './types.ts'

const readVersion = (r: DocumentReader, f: Fields): Version => ({
  id: readId(r, f, 'id'),
  title: readTitle(r, f),
  fromMs: r.instant(f, 'from'),
  source: readText(r, f, 'source'),
})

function readParties(r: DocumentReader, f: Fields): Agreement['parties'] {
  const party = (id: PartyId): { title: string } => ({ title: readTitle(r, r.map(f, id)) })
  return { A: party('A'), B: party('B') }
}

const readWords = (r: DocumentReader, f: Fields): Pick<Agreement, 'languages' | 'definitions'> => ({
  languages: readParts(r, f, 'languages', AGREEMENT_LIMITS.languages).map((language) => ({
    code: readId(r, language, 'code'),
    title: readTitle(r, language),
    authentic: r.boolean(language, 'authentic'),
  })),
  definitions: readParts(r, f, 'definitions', AGREEMENT_LIMITS.definitions).map((definition) => ({
    term: readTitle(r, definition, 'term'),
    means: readText(r, definition, 'means'),
    source: readText(r, definition, 'source'),
  })),
})

/**
 * The agreement that a document's value states, or every error in it, one line each:
 * `place: path: what is wrong; how to mend`. `at` gives a path's place in the file.
 */
export function parseAgreement(value: unknown, at: At): Agreement | Refused {
  const r = new DocumentReader(at)
  const f = r.root(value)
  const { versions, lines, zones, provisions, obligations } = AGREEMENT_LIMITS
  const agreement: Agreement = {
    id: readId(r, f, 'id'),
    title: readTitle(r, f),
    parties: readParties(r, r.map(f, 'parties')),
    ...readWords(r, f),
    versions: r.maps(f, 'versions', versions).map((item) => readVersion(r, item)),
    ...readLife(r, f),
    lines: r.maps(f, 'lines', lines).map((item) => readLine(r, item)),
    linesOfContact: readLinesOfContact(r, f),
    zones: r.maps(f, 'zones', zones).map((item) => readZone(r, item)),
    baseline: readBaseline(r, f),
    provisions: r.maps(f, 'provisions', provisions).map((item) => readProvision(r, item)),
    obligations: r.maps(f, 'obligations', obligations).map((item) => readObligation(r, item)),
    ...readRules(r, f),
    thresholds: readThresholds(r, r.map(f, 'thresholds')),
    ladder: readId(r, f, 'ladder'),
  }
  // A value of the wrong shape has no meaning to check: its stand-ins would only raise errors that are not there.
  if (r.errors.length === 0) checkMeaning(r, agreement)
  return r.errors.length === 0 ? agreement : { refused: r.errors.join('\n') }
}
