import { toldPeriod } from '@holdfast/core/report'
import type { Language, Report, ReportFormat } from '@holdfast/core/report'
import type { Block, LaidOut } from './laid-out.ts'
import { Teller } from './tell.ts'
import {
  countBlocks,
  coverageBlocks,
  dismissedBlocks,
  isQuiet,
  publishedBlocks,
  quietBlocks,
} from './tables.ts'
import { earlierBlocks } from './after.ts'
import { annexBlocks, findingBlocks } from './rows.ts'

/** How a report is to be written. */
export interface Writing {
  readonly language: Language
  readonly format: ReportFormat
  readonly zone: string
}

/** Lays a report out. Everything in it is in one of the blocks; a format adds nothing and leaves nothing out. */
export function layOut(report: Report, { language, format, zone }: Writing): LaidOut {
  const teller = new Teller(language, zone)
  return {
    stamp: { head: report.head, language, format, zone },
    title: teller.title(report),
    edition: teller.words.edition[report.head.edition],
    blocks: [
      ...openingBlocks(report, teller),
      ...(isQuiet(report)
        ? quietBlocks(report, teller)
        : [
            ...countBlocks(report, teller),
            ...coverageBlocks(report, teller),
            ...findingBlocks(report, teller),
            ...earlierBlocks(report, teller),
            ...dismissedBlocks(report, teller),
            ...publishedBlocks(report, teller),
            ...annexBlocks(report, teller),
          ]),
      { kind: 'text', text: teller.say('check') },
    ],
  }
}

function openingBlocks(report: Report, teller: Teller): readonly Block[] {
  const { head, agreement } = report
  const span = ({ fromMs, toMs }: { fromMs: number; toMs: number }) => ({
    from: teller.instant(fromMs),
    to: teller.instant(toMs),
  })
  const texts = [
    teller.say('period', span(toldPeriod(head))),
    head.previous === null
      ? teller.say('noPrevious')
      : teller.say('previousPeriod', span(head.previous)),
    ...(head.topic === null
      ? []
      : [teller.say('topic', { ledger: teller.words.ledger[head.topic] })]),
    ...(head.incident === null ? [] : [teller.say('incident', { incident: head.incident })]),
    agreement === null
      ? teller.say('noAgreement')
      : teller.say('agreement', {
          id: agreement.id,
          version: agreement.version ?? teller.say('unknown'),
        }),
    ...(agreement === null
      ? []
      : [`${teller.labelled('A', report.parties.A)}. ${teller.labelled('B', report.parties.B)}.`]),
    `${teller.say('asOf', { at: teller.instant(head.asOfMs) })} ${teller.say('restsOn', { entries: teller.counted('entry', head.logSize) })}`,
  ]
  return [
    ...(head.exercise === null
      ? []
      : [
          {
            kind: 'text' as const,
            text: teller.say('exercise', { exercise: head.exercise }),
            isNotice: true as const,
          },
        ]),
    ...texts.map((text) => ({ kind: 'text' as const, text })),
  ]
}
