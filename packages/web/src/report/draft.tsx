import { useState } from 'react'
import { REPORT_FORMATS, toldPeriod } from '@holdfast/core/report'
import type { Issued, ReportFormat } from '@holdfast/core/report'
import type { Actor } from '@holdfast/core/nations'
import { checkReport, fetchReportFile, sendCommand, wordsOf } from '../api/index.ts'
import type { CommandBody, ReportCheck, ReportFile } from '../api/index.ts'
import { CommandForm } from '../chain/index.ts'
import type { FormSpec } from '../form/index.ts'
import { formatInterval, formatMinute } from '../time/index.ts'
import { shortHash } from '../words/index.ts'
import {
  FORMAT_WORD,
  KIND_WORD,
  LANGUAGE_WORD,
  askedOf,
  issueCommand,
  standingIssue,
} from './asked.ts'
import type { Wanted } from './asked.ts'
import { SinceList } from './since.tsx'
import { digestOf, framed, stampOf, sumsOf } from './stamp.ts'
import type { Stamp } from './stamp.ts'

/** A file that was made, with what it says of itself. */
export interface MadeFile {
  readonly format: ReportFormat
  readonly file: ReportFile
  readonly stamp: Stamp
  readonly sha256: string
}
/** A draft: what was asked for, and its files as far as they were made. */
export interface Draft {
  readonly wanted: Wanted
  readonly files: readonly MadeFile[]
}

/** Makes one file; what is wrong in words where it could not be made. */
export async function makeFile(
  wanted: Wanted,
  format: ReportFormat,
): Promise<MadeFile | { readonly refused: string }> {
  try {
    const file = await fetchReportFile(askedOf(wanted, format))
    const stamp = stampOf(file.bytes, format)
    if (stamp === null) return { refused: 'the file bears no stamp' }
    return { format, file, stamp, sha256: digestOf(file.bytes) }
  } catch (error) {
    return { refused: wordsOf(error) }
  }
}

/** Hands a file to the browser to be kept. */
function keep({ file: { bytes, media, name } }: MadeFile): void {
  const address = URL.createObjectURL(new Blob([bytes], { type: media }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

const nonceOf = (): string =>
  document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

function CheckResult({ check }: { readonly check: ReportCheck }): React.JSX.Element {
  if ('refused' in check)
    return (
      <p className="bad" role="alert" data-testid="report-check">
        {check.isUnknown
          ? 'This server checks no files: keep the file, and run `holdfast report check FILE`.'
          : `Not checked: ${check.refused}.`}
      </p>
    )
  const { holds, verdict, since, sources, fields, faults, issued } = check
  return (
    <div data-testid="report-check" data-holds={holds} data-verdict={verdict} role="status">
      {verdict === 'trueWhenMade' && (
        <p className="bad">True when made; changed since. Do not hand it on as it is.</p>
      )}
      <SinceList since={since} sources={sources} />
      <p className={holds ? 'good' : 'bad'}>
        {holds
          ? `It holds: ${fields} fields were recomputed from the record, and each is as it says.`
          : `It does not hold: ${faults.length} of ${fields} fields differ.`}{' '}
        {issued === null ? 'Not issued.' : `Issued in entry ${issued.entry}.`}
      </p>
      <ul>
        {faults.map(({ field, says, record }) => (
          <li key={field}>
            {field}: says {says ?? 'nothing'}; the record gives {record ?? 'nothing'}
          </li>
        ))}
      </ul>
    </div>
  )
}

const issuing = (made: MadeFile, standing: Issued | undefined): FormSpec<CommandBody> => {
  const { head } = made.stamp
  const build = (reason: string): CommandBody =>
    issueCommand(made.stamp, made.sha256, { corrects: standing?.entry ?? null, reason })
  return {
    title: `Issue ${KIND_WORD[head.kind]} ${head.number}/${head.year}, ${head.edition} edition, ${FORMAT_WORD[made.format]}`,
    about:
      standing === undefined
        ? 'What is handed out cannot be taken back: a wrong one is corrected by a new one that names it.'
        : `It corrects the issue in entry ${standing.entry}.`,
    fields:
      standing === undefined ? [] : [{ name: 'reason', label: 'What was wrong', kind: 'text' }],
    sends: [{ label: 'Put it on record as issued', build: ({ reason = '' }) => build(reason) }],
  }
}

function FileRow({
  made,
  mayIssue,
  onIssue,
}: {
  readonly made: MadeFile
  readonly mayIssue: boolean
  readonly onIssue: () => void
}): React.JSX.Element {
  const [check, setCheck] = useState<ReportCheck | 'asking' | null>(null)
  const ask = async (): Promise<void> => {
    setCheck('asking')
    setCheck(await checkReport(made.file.bytes))
  }
  return (
    <li data-testid="made" data-format={made.format}>
      <span className="mono">{made.file.name}</span>{' '}
      <small title={made.sha256}>
        {made.file.bytes.length.toLocaleString('en')} bytes · sha256{' '}
        <span className="mono">{shortHash(made.sha256)}</span>
      </small>
      <span className="report-acts">
        <button type="button" onClick={() => keep(made)}>
          Keep the {FORMAT_WORD[made.format]}
        </button>
        <button type="button" disabled={check === 'asking'} onClick={() => void ask()}>
          {check === 'asking' ? 'Checking…' : `Check the ${FORMAT_WORD[made.format]}`}
        </button>
        {mayIssue && (
          <button type="button" onClick={onIssue}>
            Issue the {FORMAT_WORD[made.format]}
          </button>
        )}
      </span>
      {check !== null && check !== 'asking' && <CheckResult check={check} />}
    </li>
  )
}

function Head({ stamp, html }: { readonly stamp: Stamp; readonly html: string }) {
  const { head, language } = stamp
  const { lines, fields, linked } = sumsOf(html)
  return (
    <header>
      <h2>
        Draft: {KIND_WORD[head.kind]} {head.number}/{head.year}, {head.edition} edition,{' '}
        {LANGUAGE_WORD[language]}
      </h2>
      <p className="dim">
        {formatInterval(toldPeriod(head))} · of the first {head.logSize.toLocaleString('en')}{' '}
        entries, as of {formatMinute(head.asOfMs)} · {fields.toLocaleString('en')} fields in{' '}
        {lines.toLocaleString('en')} lines, {linked.toLocaleString('en')} of them name the entries
        that they come from
      </p>
    </header>
  )
}

/** Makes the same report in the formats that it was not made in yet. */
function OtherFormats({
  wanted,
  files,
  mayIssue,
  onFile,
}: Pick<Draft, 'wanted' | 'files'> & {
  readonly mayIssue: boolean
  readonly onFile: (made: MadeFile) => void
}): React.JSX.Element {
  const [making, setMaking] = useState<ReportFormat | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const make = async (format: ReportFormat): Promise<void> => {
    setMaking(format)
    const made = await makeFile(wanted, format)
    setMaking(null)
    setProblem('refused' in made ? made.refused : null)
    if (!('refused' in made)) onFile(made)
  }
  const others = REPORT_FORMATS.filter((format) => !files.some((made) => made.format === format))
  return (
    <>
      <p className="report-acts">
        {others.map((format) => (
          <button
            key={format}
            type="button"
            disabled={making !== null}
            onClick={() => void make(format)}
          >
            {making === format ? 'Making it…' : `Make the ${FORMAT_WORD[format]}`}
          </button>
        ))}
        {!mayIssue && <span className="dim">The monitor’s head of mission issues reports.</span>}
      </p>
      {problem !== null && (
        <p role="alert" className="bad">
          Not made: {problem}
        </p>
      )}
    </>
  )
}

/** The draft as it reads, its files, and what may be done with each. */
export function DraftPane({
  draft: { wanted, files },
  actor,
  issued,
  onFile,
  onIssued,
}: {
  readonly draft: Draft
  readonly actor: Actor
  readonly issued: readonly Issued[]
  readonly onFile: (made: MadeFile) => void
  readonly onIssued: () => void
}): React.JSX.Element {
  const [form, setForm] = useState<FormSpec<CommandBody> | null>(null)
  const html = files.find(({ format }) => format === 'html')
  const text = html === undefined ? '' : new TextDecoder().decode(html.file.bytes)
  const mayIssue = actor.role === 'head-of-mission' && actor.office === 'monitor'
  const send = async (command: CommandBody): Promise<string | null> => {
    const answer = await sendCommand(command)
    if ('refused' in answer) return answer.refused
    onIssued()
    return null
  }
  return (
    <section className="report-draft" aria-label="Draft">
      {html !== undefined && <Head stamp={html.stamp} html={text} />}
      <ul className="report-files">
        {files.map((made) => (
          <FileRow
            key={`${made.format} ${made.sha256}`}
            made={made}
            mayIssue={mayIssue}
            onIssue={() => setForm(issuing(made, standingIssue(issued, made.stamp)))}
          />
        ))}
      </ul>
      <OtherFormats wanted={wanted} files={files} mayIssue={mayIssue} onFile={onFile} />
      {form !== null && (
        <CommandForm key={form.title} spec={form} send={send} onDone={() => setForm(null)} />
      )}
      {html !== undefined && (
        <iframe
          className="report-frame"
          title="The draft as it reads"
          sandbox=""
          srcDoc={framed(text, nonceOf())}
        />
      )}
    </section>
  )
}
