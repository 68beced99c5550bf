/**
 * How a command reaches reports: over HTTP when a server holds the directory, otherwise by opening its log under its lock.
 * A report rests on the record alone, so no projection is opened for it.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Head } from '@holdfast/core/report'
import type { Checked, Listed, ReportRequest } from '@holdfast/engine/report'
import { CommandRefused, orRefuse } from '../output/index.ts'
import { logIn, query, serverOf } from './session.ts'

/** A report's file. */
export interface MadeReport {
  readonly bytes: Uint8Array
  /** What it says of itself. */
  readonly head: Head
  /** Lines of its annex and its incidents. */
  readonly holds: { readonly observations: number; readonly incidents: number } | null
}
/** What commands ask about reports, in the name of the monitor. */
export interface ReportAccess {
  /** Issues in the order of the log, and how many older ones a server leaves out. */
  list(): Promise<{ readonly reports: readonly Listed[]; readonly older: number }>
  make(request: ReportRequest): Promise<MadeReport>
  check(bytes: Uint8Array): Promise<Checked>
}

/** Runs the work with access to the reports of the directory, and gives it back afterwards. */
export async function withReports<T>(
  dir: string,
  work: (reports: ReportAccess) => Promise<T>,
): Promise<T> {
  const url = await serverOf(dir)
  return await (url === null ? overLog(dir, work) : work(await overHttp(url, dir)))
}

async function overLog<T>(dir: string, work: (reports: ReportAccess) => Promise<T>): Promise<T> {
  const { checkReport, listReports, makeReport, openLog } = await import('@holdfast/engine/report')
  const log = await openLog(dir)
  if ('refused' in log) {
    const isHeld = existsSync(join(dir, 'server.json'))
    throw new CommandRefused(
      isHeld
        ? `${log.refused}; its server does not answer at the address in ${join(dir, 'server.json')}`
        : log.refused,
    )
  }
  try {
    return await work({
      list: async () => ({ reports: await listReports(log), older: 0 }),
      make: async (request) => {
        const { report, bytes } = orRefuse(await makeReport(log, request))
        const { head, annex, findings } = report
        const holds = { observations: annex.length, incidents: findings.length }
        return { bytes, head, holds }
      },
      check: async (bytes) => orRefuse(await checkReport(log, bytes)),
    })
  } finally {
    await log.close()
  }
}

async function overHttp(url: string, dir: string): Promise<ReportAccess> {
  const { get, json, sent } = await logIn(url, { dir, office: 'monitor' })
  return {
    list: async () =>
      (await json('/reports')) as { readonly reports: readonly Listed[]; readonly older: number },
    make: async ({ which, ...written }) => {
      const answer = await get(`/reports/file?${query({ ...which, ...written })}`)
      const bytes = new Uint8Array(await answer.arrayBuffer())
      return { bytes, head: await headOf(bytes), holds: null }
    },
    check: async (bytes) => {
      const file = Buffer.from(bytes).toString('base64')
      return (await sent('/reports/check', { file })) as Checked
    },
  }
}

/** What a report says of itself. */
async function headOf(bytes: Uint8Array): Promise<Head> {
  const [{ readWritten }, { stampOf }] = await Promise.all([
    import('@holdfast/formats/edition'),
    import('@holdfast/engine/report'),
  ])
  const written = orRefuse(readWritten(bytes))
  return orRefuse(stampOf(written.stamp)).head
}
