import { useCallback, useMemo, useRef, useState } from 'react'
import type { Actor } from '@holdfast/core/nations'
import { sendAct } from '../api/index.ts'
import type { Picture } from '../api/index.ts'
import type { FormSpec } from '../form/index.ts'
import { assignToMe, holdApart, merge, openIncident, split, undo } from './acts.ts'
import type { Act, Picked, Step } from './acts.ts'
import { dismiss } from './dismiss.ts'
import type { DeskAct } from './keys.ts'
import { candidateWords } from './rows.ts'
import type { DeskRow } from './rows.ts'
import { sendAll } from './send.ts'

/** The cursor, the ticks, the form that is open, and what was said. */
export interface Triage {
  readonly cursor: number
  readonly ticked: ReadonlySet<string>
  readonly form: FormSpec<readonly Step[]> | null
  /** Counts the forms, so that a new one begins empty. */
  readonly formKey: number
  /** What was refused, by the row that it was about; nothing changed there. */
  readonly refusals: ReadonlyMap<string, string>
  /** What last went on record, in words. */
  readonly said: string
  readonly onRow: (id: string) => void
  readonly onTick: (id: string) => void
  readonly onAct: (act: DeskAct) => void
  readonly onForm: (form: FormSpec<readonly Step[]> | null) => void
  /** Sends what a form built; what was refused in words, null where something went on record. */
  readonly send: (steps: readonly Step[]) => Promise<string | null>
}

const ACTS: Partial<Record<DeskAct, (picked: Picked) => Act>> = {
  assign: assignToMe,
  merge,
  split,
  apart: holdApart,
  dismiss,
  undo,
}

/** Beyond so many entries their numbers say nothing more than the first and the last. */
const ENTRIES_NAMED_MAX = 20

const toldOf = (entries: readonly number[]): string =>
  entries.length === 0
    ? ''
    : entries.length > ENTRIES_NAMED_MAX
      ? `On record: ${entries.length} entries, ${entries[0]} to ${entries.at(-1)}.`
      : `On record: ${entries.length === 1 ? 'entry' : 'entries'} ${entries.join(', ')}.`

/**
 * Where the cursor stands: on its row, or where that row was when it is gone. Keys come faster than a thousand rows are drawn, so the
 * row that the next key is about is kept beside what is drawn.
 */
function useCursor(rows: readonly DeskRow[]) {
  const [id, setId] = useState<string | null>(null)
  const last = useRef(0)
  const at = useRef<string | null>(null)
  const indexOf = (one: string | null): number => {
    const found = rows.findIndex((row) => row.id === one)
    return Math.max(0, found >= 0 ? found : Math.min(last.current, rows.length - 1))
  }
  const cursor = indexOf(id)
  last.current = cursor
  const onId = (next: string | null): void => {
    at.current = next
    setId(next)
  }
  const move = (by: number): void =>
    onId(rows[Math.min(rows.length - 1, Math.max(0, indexOf(at.current) + by))]?.id ?? null)
  return { cursor, move, onId, rowNow: () => rows[indexOf(at.current)] }
}

/** What is picked: the rows with a tick, or else the one under the cursor. */
const pickedOf = (
  all: readonly DeskRow[],
  { ticked, under }: { readonly ticked: ReadonlySet<string>; readonly under: DeskRow | undefined },
): readonly DeskRow[] => {
  const rows = all.filter(({ id }) => ticked.has(id))
  if (rows.length > 0) return rows
  return under === undefined ? [] : [under]
}

/** What goes on record, and what was refused of it. */
function useRecord(onRecorded: (refused: ReadonlySet<string>) => void) {
  const [form, setForm] = useState<FormSpec<readonly Step[]> | null>(null)
  const [refusals, setRefusals] = useState<ReadonlyMap<string, string>>(new Map())
  const [said, setSaid] = useState('')
  const formKey = useRef(0)
  const refuse = (row: string, words: string): void =>
    setRefusals((before) => new Map(before).set(row, words))
  const send = async (steps: readonly Step[]): Promise<string | null> => {
    const { refused, entries } = await sendAll(steps, sendAct)
    setRefusals(refused)
    setSaid(toldOf(entries))
    // What was refused stays ticked: it can be tried again without looking for it.
    if (entries.length > 0) onRecorded(new Set(refused.keys()))
    const [first] = refused.values()
    return entries.length > 0 || first === undefined ? null : first
  }
  const onForm = useCallback((next: FormSpec<readonly Step[]> | null) => {
    formKey.current += 1
    setForm(next)
  }, [])
  return { form, formKey: formKey.current, refusals, said, refuse, send, onForm, setRefusals }
}

/** Most rows that one key ticks: what the server takes in one act, with two commands for each. */
export const SELECT_MAX = 200

/** Every row that the filter leaves, up to `SELECT_MAX`; where they all have a tick, none. What is filtered away loses its tick. */
export function shownTicked(
  rows: readonly Pick<DeskRow, 'id'>[],
  ticked: ReadonlySet<string>,
): ReadonlySet<string> {
  const shown = rows.slice(0, SELECT_MAX).map(({ id }) => id)
  return new Set(shown.every((id) => ticked.has(id)) ? [] : shown)
}

/** The ticks with one more, or without it where it had one. */
export function toggled(ticked: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ticked)
  if (!next.delete(id)) next.add(id)
  return next
}

/** Rows with a tick. */
function useTicks(onId: (id: string) => void) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const onTick = (id: string): void => {
    setTicked((before) => toggled(before, id))
    onId(id)
  }
  /** Takes the ticks away, except from these. */
  const keep = (ids: ReadonlySet<string>): void =>
    setTicked((before) => new Set([...before].filter((id) => ids.has(id))))
  return { ticked, onTick, keep, setTicked }
}

/** What the work on the list needs of its screen. */
interface Around {
  readonly picture: Picture
  /** The rows that are shown. */
  readonly rows: readonly DeskRow[]
  /** Every row: what is picked may be filtered away. */
  readonly all: readonly DeskRow[]
  readonly me: Actor
  readonly onOpen: (incident: string | null) => void
  /** Acts that are the screen's: the filter, the help, leaving an incident. */
  readonly onOther: (act: DeskAct) => void
}

/** The work on the list. */
export function useTriage({ picture, rows, all, me, onOpen, onOther }: Around): Triage {
  const { cursor, move, onId, rowNow } = useCursor(rows)
  const { ticked, onTick, keep, setTicked } = useTicks(onId)
  const { refuse, setRefusals, send, ...record } = useRecord(keep)
  const byId = useMemo(() => new Map(all.map((row) => [row.id, row])), [all])
  const under = rows[cursor]
  const picked: Picked = {
    rows: pickedOf(all, { ticked, under }),
    me,
    all: byId,
    describe: (id) => candidateWords(picture, id),
  }
  const take = (act: Act): void => {
    if ('refused' in act) refuse(under?.id ?? picked.rows[0]?.id ?? '', act.refused)
    else if ('form' in act) record.onForm(act.form)
    else void send(act.steps)
  }
  const open = (): void => {
    const [row, more] = picked.rows
    if (row === undefined) return
    if (row.what === 'incident' && more === undefined) onOpen(row.id)
    else take(openIncident(picked))
  }
  const select = (): void => {
    const row = rowNow()
    if (row !== undefined) onTick(row.id)
  }
  const clear = (): void => {
    if (record.form !== null) record.onForm(null)
    else if (ticked.size > 0 || record.refusals.size > 0) {
      setTicked(new Set())
      setRefusals(new Map())
    } else onOther('clear')
  }
  const onAct = (act: DeskAct): void => {
    const does = ACTS[act]
    if (does !== undefined) take(does(picked))
    else if (act === 'next') move(1)
    else if (act === 'previous') move(-1)
    else if (act === 'select') select()
    else if (act === 'selectShown') setTicked((before) => shownTicked(rows, before))
    else if (act === 'open') open()
    else if (act === 'clear') clear()
    else onOther(act)
  }
  const sendForm = async (steps: readonly Step[]): Promise<string | null> => {
    const refused = await send(steps)
    const into = steps.find(({ body }) => body['type'] === 'merge')?.body['into']
    if (refused === null && typeof into === 'string') onId(into)
    return refused
  }
  return { ...record, cursor, ticked, onRow: onId, onTick, onAct, send: sendForm }
}
