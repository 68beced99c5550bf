/**
 * Reads a system-call trace and decides whether the journal kept its promise: before each acknowledgement was written
 * to standard output, as many log records were written, and every write to a log or payload file was followed by an fdatasync
 * that began after the write had returned, and succeeded. A random kill cannot see a missing sync (the page cache
 * survives it); this can.
 */

/** What a trace showed. */
export interface TraceJudgement {
  readonly acknowledgements: number
  readonly breaches: readonly string[]
}

interface Call {
  readonly name: string
  readonly args: string
  readonly began: number
}

const LOG_RECORD_BYTES = 96
const LINE = /^(\d+) +(?:<\.\.\. )?(\w+)(?:\((.*)| resumed>(.*))$/

/** The file that a call is about, when it is one of the record's. */
const fileOf = (args: string): string | undefined =>
  /^\d+<[^>]*\/((?:log|payload)-\d{8})>/.exec(args)?.[1]

/** Judges the output of `strace -f -y`, in which a call may be split into an unfinished and a resumed line. */
export function judgeTrace(trace: string): TraceJudgement {
  const open = new Map<string, Call>()
  /** File → line on which its last write returned; absent when synced since. */
  const dirty = new Map<string, number>()
  const breaches: string[] = []
  let [acknowledgements, records] = [0, 0]
  for (const [line, text] of trace.split('\n').entries()) {
    const [, thread = '', name = '', args, resumed] = LINE.exec(text) ?? []
    if (name === '') continue
    const isStart = args !== undefined
    const call = isStart ? { name, args, began: line } : open.get(`${thread} ${name}`)
    if (call === undefined) continue
    const isAcknowledgement = isStart && name === 'write' && /^1<[^>]*>, "ack /.test(args)
    if (isAcknowledgement) {
      acknowledgements++
      if (records < acknowledgements)
        breaches.push(`line ${line + 1}: acknowledged before a log record was written`)
      for (const file of dirty.keys())
        breaches.push(`line ${line + 1}: acknowledged while ${file} was not synced`)
    }
    if (text.endsWith('<unfinished ...>')) {
      open.set(`${thread} ${name}`, call)
      continue
    }
    const file = fileOf(call.args)
    if (file === undefined) continue
    const result = Number(/= (-?\d+)[^=]*$/.exec(isStart ? text : (resumed ?? ''))?.[1] ?? -1)
    if (name.startsWith('pwrite') && result > 0) {
      dirty.set(file, line)
      // The head that a segment begins with is no record.
      if (file.startsWith('log-') && result % LOG_RECORD_BYTES === 0)
        records += result / LOG_RECORD_BYTES
    }
    const written = dirty.get(file)
    const isSync = name === 'fdatasync' || name === 'fsync'
    if (isSync && result === 0 && written !== undefined && call.began > written) dirty.delete(file)
  }
  return { acknowledgements, breaches }
}
